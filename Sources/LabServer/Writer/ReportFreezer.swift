import CanonicalJSON
import Ledger
import Office
import Views

/// Freezes a report's figures: by name, and as the digest of the views' whole answers.
struct ReportFreezer: FigureFreezer {
    /// The root of the log's tree at the office's position; nil for commands that freeze nothing.
    let root: String?

    func freeze(_ office: Office, _ kind: ReportKind, from: Day, to: Day) throws(Refusal) -> FrozenFigures {
        guard let root else { throw Refusal(.logDamaged, "the root of the log's tree was not computed") }
        return FrozenFigures(
            position: office.position, root: root,
            digest: Ledger.digest(of: try Self.fullFigures(office, kind, from: from, to: to)),
            totals: try Figures(office, kind, from: from, to: to).values)
    }

    /// The full figures in canonical form: an object of the views' answers by name, each as labd gives it for this
    /// position and these days.
    static func fullFigures(_ office: Office, _ kind: ReportKind, from: Day, to: Day) throws(Refusal) -> [UInt8] {
        let question = Question(asOf: .position(office.position), from: from, to: to)
        var answers: [String: Whole] = [:]
        for name in Figures.answers(of: kind) {
            guard let view = Views.Catalogue.views.first(where: { $0.name == name }) else { continue }
            answers[name] = Whole(answer: try view.init(office, question, NoPast()))
        }
        do {
            return try JSON.canonicalBytes(encoding: answers)
        } catch {
            throw Refusal(.malformed, "the answers of a \(kind.rawValue) report cannot be written: \(error)")
        }
    }
}

/// Any view's answer.
private struct Whole: Encodable {
    let answer: any Answer

    func encode(to encoder: any Encoder) throws { try answer.encode(to: encoder) }
}

/// The views of a report compare nothing.
private struct NoPast: Past {
    private var refusal: Refusal { Refusal(.logDamaged, "a report's figures are of one position") }
    func office(at position: Int) throws(Refusal) -> Office { throw refusal }
    func position(asOf moment: AsOf) throws(Refusal) -> Int { throw refusal }
    func event(at position: Int) throws(Refusal) -> EventNote { throw refusal }
}
