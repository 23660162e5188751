internal import LabAPI

/// A counter of answers. An accepted one is recognised by its beginning and end without being parsed, because there may be
/// millions.
struct AnswerTally: Sendable, Hashable {
    var accepted = 0
    var repeated = 0
    var refused = 0
    /// Lines that labd did not decide because an earlier one was refused.
    var notTried = 0
    /// The number of refusals by code.
    var refusedByCode: [String: Int] = [:]

    /// All answers.
    var count: Int { accepted + repeated + refused + notTried }

    private static let acceptedStart = Array("{\"events\":[".utf8)
    private static let repeatedEnd = Array("\"repeated\":true}".utf8)

    /// Counts an answer, and returns its problem if a person should see it.
    @discardableResult
    mutating func take(_ line: ArraySlice<UInt8>) -> Problem? {
        if line.starts(with: Self.acceptedStart) {
            let isRepeated = line.suffix(Self.repeatedEnd.count).elementsEqual(Self.repeatedEnd)
            if isRepeated { repeated += 1 } else { accepted += 1 }
            return nil
        }
        let problem =
            Problem(Array(line))
            ?? Problem(
                code: "unreadable-answer", status: 500,
                title: localized("Unreadable answer", it: "Risposta illeggibile"),
                localized(
                    "labd's answer cannot be read: \(String(decoding: line.prefix(120), as: UTF8.self))",
                    it: "la risposta di labd non si può leggere: \(String(decoding: line.prefix(120), as: UTF8.self))"))
        if problem.code == "not-tried" {
            notTried += 1
            return nil
        }
        refused += 1
        refusedByCode[problem.code, default: 0] += 1
        return problem
    }
}
