internal import ArgumentParser
internal import CanonicalJSON
internal import CivilTime
internal import LabAPI
internal import Office
internal import TOMLFiles

/// `labctl plan`.
struct PlanGroup: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "plan",
            abstract: localized("Checks, adopts and shows the plan.", it: "Controlla, adotta e mostra il piano."),
            subcommands: CommandScope.below(Self.self, [PlanCheck.self, PlanShow.self, PlanAdopt.self]))
    }
}

/// Reads a plan's file and checks it by the office's own rules.
func readPlan(_ path: String) throws(Failure) -> PlanFile {
    let input = try Descriptor(reading: path)
    defer { input.close() }
    guard let text = String(validating: try input.readAll(), as: UTF8.self) else {
        throw Failure(.usage, localized("\(path) is not UTF-8 text", it: "\(path) non è testo UTF-8"))
    }
    do {
        let file = try PlanFile(text: text, name: path)
        try file.check()
        return file
    } catch {
        throw Failure(.usage, error.spoken)
    }
}

/// `labctl plan check FILE`: needs no labd.
struct PlanCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: localized("Checks a plan's file, without labd.", it: "Controlla il file di un piano, senza labd.")
        )
    }

    @Argument(help: .localized("The plan, a TOML file.", it: "Il piano, un file TOML.")) var file: String

    func run() throws {
        let plan = PlanText(try readPlan(file).plan)
        print(localized("\(file): a plan for \(plan.summary)", it: "\(file): un piano per \(plan.summary)"))
    }
}

/// `labctl plan show`.
struct PlanShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: localized("Shows the plan in force.", it: "Mostra il piano in vigore."))
    }

    @ParentCommand var labctl: Labctl
    @ArgumentParser.Flag(help: .localized("As JSON, as labd answers it.", it: "In JSON, come risponde labd."))
    var json = false
    @OptionGroup var pager: PagerOption

    func run() async throws {
        let answer = try await labctl.client.answer(to: .get(Paths.plan))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        if json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        guard case .object(let object)? = try? JSONReader.read(answer.body, as: .strict) else {
            throw Failure(refusal: answer)
        }
        printPaged(PlanText(object).text(Style(for: .standardOutput)), isAllowed: pager.isAllowed)
    }
}

/// `labctl plan adopt FILE`.
struct PlanAdopt: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "adopt",
            abstract: localized(
                "Adopts a plan, or an amended plan, which then applies to all days.",
                it: "Adotta un piano, anche modificato, che da allora vale per tutti i giorni."),
            discussion: localized(
                "--example prints a short plan, to begin a file with: labctl plan adopt --example > plan.toml",
                it:
                    "--example stampa un piano breve, con cui iniziare un file: labctl plan adopt --example > piano.toml"
            ))
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: .localized("The plan, a TOML file.", it: "Il piano, un file TOML.")) var file: String?
    @Option(
        help: .localized("The act's day (default: today).", it: "Il giorno dell'atto (se manca: oggi).", name: "on"))
    var on: String?
    @Option(help: .localized("The act that adopts it.", it: "L'atto che lo adotta.", name: "act")) var act: String?
    @Option(help: .localized("Why.", it: "Perché.", name: "reason")) var reason: String?
    @Option(
        help: .localized(
            "The recording time, in a simulated log only.",
            it: "L'istante di registrazione, solo in un registro simulato.", name: "at")) var at: String?
    @Option(
        help: .localized(
            "The idempotency key (default: a new one).", it: "La chiave di idempotenza (se manca: una nuova).")) var id:
        String?
    @ArgumentParser.Flag(help: .localized("Show labd's answer as it is.", it: "Mostra la risposta di labd così com'è."))
    var json = false
    @ArgumentParser.Flag(
        help: .localized(
            "Show what would be recorded, and record nothing.",
            it: "Mostra che cosa si registrerebbe, senza registrare.")
    ) var dryRun = false
    @ArgumentParser.Flag(help: .localized("Print a short plan.", it: "Stampa un piano breve.")) var example = false

    func validate() throws {
        guard file != nil || example else {
            throw ValidationError(
                localized(
                    "the plan's file is missing; labctl plan adopt --example prints one",
                    it: "manca il file del piano; labctl plan adopt --example ne stampa uno"))
        }
    }

    func run() async throws {
        guard let file, !example else { return print(PlanExample.text, terminator: "") }
        let plan = try readPlan(file)
        let moment = try at.map { text throws(Failure) -> Instant in
            guard let moment = Instant(rfc3339: text) else {
                throw Failure(
                    .usage,
                    localized(
                        "--at cannot be \"\(text)\": it takes a moment as 2019-06-03T08:00:00Z",
                        it: "--at non può essere \"\(text)\": un istante come 2019-06-03T08:00:00Z"))
            }
            return moment
        }
        let today =
            if let moment { EuropeRome.day(of: moment) } else { await labctl.client.today(for: [on ?? "today"]).day }
        guard let day = Day(typed: on ?? "today", today: today) else {
            throw Failure(
                .usage,
                localized(
                    "--on cannot be \"\(on ?? "")\": it takes \(TypedDay.form)",
                    it: "--on non può essere \"\(on ?? "")\": accetta \(TypedDay.form)"))
        }
        var random = SystemRandom()
        let adoption = plan.adoption(
            id: id ?? "ctl-" + NewID.letters(20, random: &random), on: day, act: act, reason: reason,
            at: moment?.description)
        guard case .object(let command) = adoption else { return }
        let reading = TypedCommand.Reading(command: command, chosen: [], showsJSON: json, exposed: [])
        if dryRun {
            try await Reply.rehearse(reading, nil, with: labctl.client)
        } else {
            try await Reply.send(reading, nil, with: labctl.client)
        }
    }
}
