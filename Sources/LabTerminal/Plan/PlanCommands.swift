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
            commandName: "plan", abstract: "Checks, adopts and shows the plan.",
            subcommands: [PlanCheck.self, PlanShow.self, PlanAdopt.self])
    }
}

/// Reads a plan's file and checks it by the office's own rules.
func readPlan(_ path: String) throws(Failure) -> PlanFile {
    let input = try Descriptor(reading: path)
    defer { input.close() }
    guard let text = String(validating: try input.readAll(), as: UTF8.self) else {
        throw Failure(.usage, "\(path) is not UTF-8 text")
    }
    do {
        let file = try PlanFile(text: text, name: path)
        try file.check()
        return file
    } catch {
        throw Failure(.usage, error.description)
    }
}

/// `labctl plan check FILE`: needs no labd.
struct PlanCheck: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: "Checks a plan's file, without labd.")
    }

    @Argument(help: "The plan, a TOML file.") var file: String

    func run() throws {
        let plan = PlanText(try readPlan(file).plan)
        print("\(file): a plan for \(plan.summary)")
    }
}

/// `labctl plan show`.
struct PlanShow: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "show", abstract: "Shows the plan in force.")
    }

    @ParentCommand var labctl: Labctl
    @ArgumentParser.Flag(help: "As JSON, as labd answers it.") var json = false

    func run() async throws {
        let answer = try await labctl.client.answer(to: .get(Paths.plan))
        guard answer.isAccepted else { throw Failure(refusal: answer) }
        if json { return printAsIs(String(decoding: answer.body, as: UTF8.self)) }
        guard case .object(let object)? = try? JSONReader.read(answer.body, as: .strict) else {
            throw Failure(refusal: answer)
        }
        print(PlanText(object).text(Style(for: .standardOutput)), terminator: "")
    }
}

/// `labctl plan adopt FILE`.
struct PlanAdopt: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "adopt", abstract: "Adopts a plan, or an amended plan, which then applies to all days.")
    }

    @ParentCommand var labctl: Labctl
    @Argument(help: "The plan, a TOML file.") var file: String
    @Option(help: "The act's day (default: today).") var on: String?
    @Option(help: "The act that adopts it.") var act: String?
    @Option(help: "Why.") var reason: String?
    @Option(help: "The recording time, in a simulated log only.") var at: String?
    @Option(help: "The idempotency key (default: a new one).") var id: String?
    @ArgumentParser.Flag(help: "Show labd's answer as it is.") var json = false

    func run() async throws {
        let plan = try readPlan(file)
        let moment = try at.map { text throws(Failure) -> Instant in
            guard let moment = Instant(rfc3339: text) else {
                throw Failure(.usage, "--at cannot be \"\(text)\": it takes a moment as 2019-06-03T08:00:00Z")
            }
            return moment
        }
        let today = moment.map(EuropeRome.day(of:)) ?? Today.day
        guard let day = Day(typed: on ?? "today", today: today) else {
            throw Failure(.usage, "--on cannot be \"\(on ?? "")\": it takes \(Day.typedForm)")
        }
        var random = SystemRandom()
        let adoption = plan.adoption(
            id: id ?? "ctl-" + NewID.letters(20, random: &random), on: day, act: act, reason: reason,
            at: moment?.description)
        guard case .object(let command) = adoption else { return }
        try await Reply.send(
            TypedCommand.Reading(command: command, chosen: [], showsJSON: json, exposed: []), with: labctl.client)
    }
}
