internal import LabAPI
internal import Views

/// A value that the account mostly gives a field.
struct UsualValue: Hashable {
    /// The value as it is typed.
    let value: String
    /// In how many of its last commands the account gave it; 0 for its own worker, if none named them.
    let times: Int
}

extension LabClient {
    /// Returns what the account mostly gives, by the name of the field (`worker`, `fund`, `line`, `place`, `desk`). For `worker`
    /// it is the worker whose account it is, if there is one. Empty where labd does not say it to the account.
    func usualValues() async throws -> [String: UsualValue] {
        let answer = try await answer(to: .get(Paths.view(Usual.name)))
        guard answer.isAccepted else { return [:] }
        let usual = try answer.decoded(as: Usual.self, Usual.name)
        var values: [String: UsualValue] = [:]
        for row in usual.rows { values[row.field] = UsualValue(value: row.mostOften, times: row.times) }
        if let worker = usual.worker, values["worker"]?.value != worker {
            values["worker"] = UsualValue(value: worker, times: 0)
        }
        return values
    }
}
