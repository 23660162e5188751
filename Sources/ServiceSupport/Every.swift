/// Calls `body` after each pause, until the task is cancelled.
package func every(_ pause: Duration, _ body: () async -> Void) async {
    while (try? await Task.sleep(for: pause)) != nil { await body() }
}
