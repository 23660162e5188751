import Office

/// Runs `operation`, or gives it up after so many seconds.
///
/// - Throws: `timeout` when the time is over; what `operation` then still answers is dropped.
func withDeadline<Result: Sendable>(
    seconds: Int, _ operation: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: .seconds(seconds))
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw Refusal.tooSlow(seconds) }
        return result
    }
}
