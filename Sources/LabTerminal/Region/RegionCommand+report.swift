internal import CanonicalJSON
internal import LabAPI
internal import TransparencyCrypto
internal import TransparencyLog
internal import Views
internal import Wording

extension RegionCommand {
    /// How often all views are asked for before it is given up that no office records meanwhile.
    private static var tries: Int { 5 }

    /// Writes what all views answer up to a day to a file, which is made new.
    func freeze(to path: String, upTo day: String) async throws {
        let file = try ReplacedFile(beside: path)
        defer { file.close() }
        let report = try await frozen(upTo: day)
        guard try file.write(report.bytes, to: path, replacing: false) else {
            throw Failure(
                .usage,
                localized(
                    "\(path) exists, and what is frozen is not replaced: name another file",
                    it: "\(path) esiste già, e ciò che è congelato non si sostituisce: indicare un altro file"))
        }
        print(
            localized(
                "\(path): \(report.views.count) views of \(report.offices.count) offices of \(report.region), up to \(report.spokenDay); SHA-256 \(Self.digest(report.bytes))",
                it:
                    "\(path): \(report.views.count) viste di \(report.offices.count) uffici di \(report.region), fino al \(report.spokenDay); SHA-256 \(Self.digest(report.bytes))"
            ).wrapped())
        guard report.isComplete else { throw Self.incomplete }
    }

    private func frozen(upTo day: String) async throws -> RegionReport {
        for _ in 0..<Self.tries {
            var views: [JSONObject] = []
            for view in Views.Catalogue.overOffices {
                views.append(
                    try await labctl.client.answer(ofView: view.name, [(Parameter.on.rawValue, day)]).object)
            }
            if let report = try RegionReport(day: day, views) { return report }
            try await Task.sleep(for: .seconds(1))
        }
        throw Failure(
            .refused,
            localized(
                "the offices recorded while they were asked, \(Self.tries) times; try again in a minute",
                it: "gli uffici hanno registrato durante le domande, \(Self.tries) volte; riprovare tra un minuto"))
    }

    /// Holds a frozen file against the offices' logs: whether each still begins with the events that the figures follow from, whether the
    /// same figures follow from them, and whether the sums are theirs.
    func hold(_ path: String) async throws {
        let bytes = try Descriptor.contents(of: path)
        guard let report = RegionReport(reading: bytes) else {
            throw Failure(
                .usage,
                localized(
                    "\(path) is not a report that labctl region --output wrote",
                    it: "\(path) non è una relazione scritta da labctl region --output"))
        }
        let style = Style(for: .standardOutput)
        print(
            style.heading(
                localized(
                    "\(report.region), up to \(report.spokenDay)", it: "\(report.region), fino al \(report.spokenDay)"))
        )
        print("SHA-256 \(Self.digest(bytes))\n")
        var table = Table([
            .whole(localized("Office", it: "Ufficio")), .right(localized("Position", it: "Posizione")),
            .left(localized("Today", it: "Oggi")),
        ])
        var differs = false
        for office in report.offices {
            let found: String?
            do { found = try await difference(office, report) } catch { found = spoken(error) }
            differs = differs || found != nil
            table.add([
                .text(office.id), .text("\(office.position)"),
                .text(
                    found
                        ?? localized(
                            "the same figures, from the same events", it: "le stesse cifre, dagli stessi eventi")),
            ])
        }
        // That an office is missing is for people to judge: it may have joined later.
        for office in try await standing().object.objects("offices").map({ $0.text("office") })
        where !report.offices.contains(where: { $0.id == office }) {
            table.add([.text(office), .text(""), .text(localized("not in the file", it: "non è nel file"))])
        }
        print(table.text(style), terminator: "")
        let wrong = report.viewsWithWrongSum
        guard wrong.isEmpty else {
            throw Failure(
                .refused,
                localized(
                    "the sums of \(wrong.joined(separator: ", ")) are not those of the offices' figures in \(path)",
                    it:
                        "le somme di \(wrong.joined(separator: ", ")) non sono quelle delle cifre degli uffici in \(path)"
                ))
        }
        guard !differs else {
            throw Failure(
                .refused,
                localized(
                    "not all of \(path), which labctl \(report.version) wrote, could be shown to follow from the offices' logs: see above",
                    it:
                        "non di tutto ciò che è in \(path), scritto da labctl \(report.version), si è potuto mostrare che segue dai registri degli uffici: si veda sopra"
                ))
        }
        guard report.isComplete else { throw Self.incomplete }
    }

    /// What is no longer as it was frozen of an office; nil if all is.
    private func difference(_ office: RegionReport.Office, _ report: RegionReport) async throws -> String? {
        let client = labctl.client(of: office.id)
        let source = LogSource(client: client)
        let key = try await source.key()
        let recorded: Checkpoint
        do {
            recorded = try Checkpoint(origin: key.name.text, size: office.position + 1, root: office.root)
        } catch {
            return spoken(error)
        }
        switch try await source.change(since: recorded, of: key).change {
        case .grew, .same: break
        case .rolledBack(let size, let present):
            return localized(
                "the copy has only \(present) of the \(size) events: it is behind, or the office gave some up",
                it: "la copia ha solo \(present) dei \(size) eventi: è in ritardo, o l'ufficio ne ha ceduti")
        case .rewritten, .anotherGeneration, .anotherLog:
            return localized(
                "the log does not begin with these events", it: "il registro non comincia con questi eventi")
        }
        for (view, frozen) in report.answers(of: office.id) {
            let answer = try await client.answer(
                ofView: view,
                [(Parameter.on.rawValue, report.day), (Parameter.asOf.rawValue, "\(office.position)")]
            ).object
            guard RegionReport.isSame(answer, asFrozen: frozen) else {
                return localized("other figures in \(view)", it: "altre cifre in \(view)")
            }
        }
        return nil
    }

    /// A digest as sha256sum prints it.
    private static func digest(_ bytes: [UInt8]) -> String {
        Hex.encode(SHA256Function.crypto.digest(bytes.span).bytes.span)
    }
}
