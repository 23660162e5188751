internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import Views
internal import Wording

/// `labctl region`: how the offices of a region stand, and sums over them. It asks labregion.
struct RegionCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "region",
            abstract: localized(
                "Shows how the offices of a region stand, or adds up a view over them.",
                it: "Mostra come stanno gli uffici di una regione, o somma una vista su tutti."),
            discussion: localized(
                """
                Asks labregion: name the region's socket with --socket. Persons are counted once in each office, and added over offices. \
                Ends with 1 if an office is stopped or behind, so that the figures are not of everything.

                To hand figures in, freeze them: --on DAY --output FILE writes what all views answer up to that day, of every office and \
                added up, with the position and root of each office's log. --against FILE shows years later whether the logs still \
                begin with those events, and whether the same figures follow from them.
                """,
                it: """
                    Interroga labregion: indicare il socket della regione con --socket. Le persone sono contate una volta in ogni ufficio, e \
                    sommate tra gli uffici. Termina con 1 se un ufficio è fermo o in ritardo: le cifre allora non sono di tutto.

                    Per consegnare le cifre, le si congela: --on GIORNO --output FILE scrive ciò che tutte le viste rispondono fino a quel \
                    giorno, di ogni ufficio e in somma, con la posizione e la radice del registro di ogni ufficio. --against FILE mostra \
                    anni dopo se i registri cominciano ancora con quegli eventi, e se ne seguono le stesse cifre.
                    """))
    }

    @ParentCommand var labctl: Labctl
    @Argument(
        help: .localized(
            "The view to add up: \(Self.names).",
            it: "La vista da sommare: \(Self.names).", name: "view"))
    var view: String?
    @Option(help: .localized("The last day that counts.", it: "L'ultimo giorno che conta.", name: "day")) var on:
        String?
    @Option(help: .localized("The first day that counts.", it: "Il primo giorno che conta.", name: "day"))
    var from: String?
    @Option(help: .localized("The last day that counts.", it: "L'ultimo giorno che conta.", name: "day")) var to:
        String?
    @Option(
        name: .customLong("as-of"),
        help: .localized(
            "What was recorded before this moment.", it: "Ciò che era registrato prima di questo momento.",
            name: "at"))
    var asOf: String?
    @ArgumentParser.Flag(help: .localized("The answer as JSON.", it: "La risposta in JSON.")) var json = false
    @Option(
        help: .localized(
            "Freezes what all views answer up to --on in this file, which is made new.",
            it: "Congela ciò che tutte le viste rispondono fino a --on in questo file, che viene creato.", name: "file")
    )
    var output: String?
    @Option(
        help: .localized(
            "Holds a frozen file against the offices' logs.",
            it: "Confronta un file congelato coi registri degli uffici.", name: "file"))
    var against: String?

    /// The names of the views that labregion answers.
    private static var names: String { Views.Catalogue.overOffices.map { $0.name }.joined(separator: ", ") }

    func validate() throws {
        if against != nil, view ?? on ?? from ?? to ?? asOf ?? output != nil || json {
            throw ValidationError(
                localized("--against needs only its file", it: "--against vuole soltanto il suo file"))
        }
        if output != nil, view ?? from ?? to ?? asOf != nil || json || on == nil {
            throw ValidationError(
                localized(
                    "--output freezes all views up to a day: give it --on DAY, and nothing else",
                    it: "--output congela tutte le viste fino a un giorno: dargli --on GIORNO, e nient'altro"))
        }
    }

    func run() async throws {
        if let against { return try await hold(against) }
        if let output, let day = try query().first?.value { return try await freeze(to: output, upTo: day) }
        guard let view else { return try await showStanding() }
        guard let asked = Views.Catalogue.overOffices.first(where: { $0.name == view }) else {
            throw Failure(
                .usage,
                localized(
                    "labregion does not answer \(view) over all offices; accepted: \(Self.names). Of one office: labctl --office OFFICE \(view)",
                    it:
                        "labregion non risponde a \(view) su tutti gli uffici; sono ammesse: \(Self.names). Di un solo ufficio: labctl --office UFFICIO \(view)"
                ))
        }
        let answer = try await labctl.client.answer(ofView: view, try query())
        if json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        let object = try answer.object
        let style = Style(for: .standardOutput)
        guard case .object(let sum)? = object["sum"] else { throw Failure(.refused, Self.unreadable) }
        print(style.heading("\(object.text("region")): \(view)"))
        let fields = asked.columns.filter { sum[$0.name] != nil }
        if !fields.isEmpty {
            printAsIs(try AnswerSheet(sum, fields, ofView: view).text(style), terminator: "")
        }
        var offices = Table([
            .whole(localized("Office", it: "Ufficio")), .left(localized("State", it: "Stato")),
            .right(localized("Position", it: "Posizione")),
        ])
        for row in object.objects("offices") {
            offices.add([.text(row.text("office")), .text(Self.state(row)), .text(Self.position(row))])
        }
        print("\n" + offices.text(style), terminator: "")
        guard case .bool(true)? = object["complete"] else { throw Self.incomplete }
    }

    static var incomplete: Failure {
        Failure(
            .refused,
            localized(
                "the sum is not of everything: labctl region shows the states",
                it: "la somma non è di tutto: labctl region mostra gli stati"))
    }

    static var unreadable: String {
        localized(
            "that is not a region's answer; is it labregion's socket?",
            it: "questa non è la risposta di una regione; è il socket di labregion?")
    }

    /// The question's days, as they are sent.
    private func query() throws -> [(name: String, value: String)] {
        try [(Parameter.on, on), (.from, from), (.to, to), (.asOf, asOf)].compactMap { parameter, text in
            guard let text else { return nil }
            return (parameter.rawValue, try TypedParameter(parameter, today: Today.day).value(text))
        }
    }

    /// What is said of an office beside the sum.
    private static func state(_ row: JSONObject) -> String {
        guard case .object(let refused)? = row["refused"] else { return word(row.text("state")) }
        return refused.text("detail")
    }

    private static func position(_ row: JSONObject) -> String {
        guard case .object(let answer)? = row["answer"], case .integer(let position)? = answer["position"] else {
            return ""
        }
        return "\(position)"
    }

    /// A state for people.
    private static func word(_ state: String) -> String {
        switch state {
        case "whole": localized("whole", it: "completo")
        case "behind": localized("behind", it: "in ritardo")
        case "stopped": localized("stopped", it: "fermo")
        case "empty": localized("nothing yet", it: "ancora nulla")
        default: state
        }
    }

    /// Asks how the offices stand.
    func standing() async throws -> ClientAnswer {
        let answer = try await labctl.client.answer(to: .get(Paths.offices))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        return answer
    }

    private func showStanding() async throws {
        let answer = try await standing()
        if json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        let object = try answer.object
        let style = Style(for: .standardOutput)
        print(style.heading(object.text("region")))
        var table = Table([
            .whole(localized("Office", it: "Ufficio")), .left(localized("State", it: "Stato")),
            .right(localized("Verified", it: "Verificate")), .right(localized("Behind", it: "In ritardo"), rank: 1),
            .right(localized("Generation", it: "Generazione"), rank: 2),
            .left(localized("Last event", it: "Ultimo evento"), rank: 1),
        ])
        var isWhole = true
        var faults: [String] = []
        for row in object.objects("offices") {
            let behind = row.number("promised") - row.number("verified")
            if row.text("state") != "whole" { isWhole = false }
            table.add([
                .text(row.text("office")), .text(Self.word(row.text("state"))), .text("\(row.number("verified"))"),
                .text(behind > 0 ? "\(behind)" : ""), .text("\(row.number("generation"))"), .text(row.text("time")),
            ])
            if case .object(let fault)? = row["fault"] {
                faults.append("\(row.text("office")): \(fault.text("code")): \(fault.text("detail"))")
            } else if !row.text("interruption").isEmpty {
                faults.append("\(row.text("office")): \(row.text("interruption"))")
            }
        }
        print(table.text(style), terminator: "")
        for fault in faults { print("\n" + fault.visible().wrapped()) }
        guard isWhole else { throw Failure(.refused, "") }
    }
}
