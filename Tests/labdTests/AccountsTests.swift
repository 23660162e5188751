import CanonicalJSON
import Foundation
import LabAPI
import Office
import OfficeSpecification
import Testing

@testable import LabServer

/// Tests of permissions with accounts of the machine, which the kernel reports to labd: every role, every route and every
/// command, and a worker's own month and another's.
@Suite(.enabled(if: Accounts.mayBeMade, "no accounts may be made here: run as root with useradd, setpriv and python3"))
struct AccountsTests {
    private let programs: Programs
    private let accounts: Accounts

    init() throws {
        programs = try Programs()
        accounts = try Accounts()
    }

    /// Starts labd on a real log, with the accounts' groups in its settings.
    private func start(_ more: String = "") throws {
        let settings = """
            office = "oglio-ovest"
            origin = "labd.example/prova"
            zone = "Europe/Rome"
            data = "\(programs.data)"
            socket = "\(programs.socket)"
            [roles]
            owner = ["coordinator"]
            \(Role.allCases.map { "\($0.rawValue) = [\"\(accounts.group(of: $0))\"]" }.joined(separator: "\n"))
            \(more)

            """
        let path = programs.temporary.appending(path: "labd.toml").path
        try settings.write(toFile: path, atomically: true, encoding: .utf8)
        try programs.start([], settings: path)
        // On a server the socket's group does this.
        #expect(unsafe chmod(programs.socket, 0o666) == 0)
    }

    private func ask(_ account: String, _ requests: [Accounts.Request]) throws -> [Accounts.Answer] {
        try accounts.ask(as: account, programs.socket, requests)
    }

    private func command(_ id: String, _ sending: Sending) -> Accounts.Request {
        .init(method: "POST", path: Paths.commands, body: String(decoding: sending.text(id: id), as: UTF8.self))
    }

    @Test func `every role may use exactly the routes and commands in the table`() async throws {
        try await onThread {
            try start()
            var paths = API.routes.map(\.path).filter { $0 != Paths.commands && !$0.hasSuffix("**") }
            paths += ["/tile/entries/000.p/1", "/tile/0/000.p/1"]
            let routes = paths.compactMap { path in API.route(of: path).map { (path, $0) } }
            var commands: [String: Sending] = [:]
            for command in GoldenCommands.all { commands[command.name] = command }
            commands["record.erase"] = Sending("record.erase", ["stream": "worker/sw-1", "authorisation": "det. 1"])
            commands["person.erase"] = Sending("person.erase", ["person": "p-1", "authorisation": "det. 1"])
            commands["clock.confirm"] = Sending("clock.confirm", [:])
            #expect(commands.count == Catalogue.commands.count)
            var count = 0
            for role in Role.allCases + [nil] {
                let account = role.map { accounts.account(of: $0) } ?? accounts.stranger
                let asked = routes.map { Accounts.Request(method: $0.1.method.rawValue, path: $0.0, body: "") }
                for ((path, route), answer) in zip(routes, try ask(account, asked)) {
                    let isGranted = route.permission?.isGranted(to: role.map { [$0] } ?? []) ?? false
                    #expect(
                        (answer.status == 403) != isGranted, "\(role?.rawValue ?? "nobody") \(path): \(answer.status)")
                    #expect(isGranted || answer.code == "not-permitted", "\(path)")
                    count += 1
                }
                let sent = Catalogue.commands.compactMap { commands[$0.name] }
                let answers = try ask(account, sent.map { command("\(role?.rawValue ?? "x")-\($0.name)", $0) })
                for (type, answer) in zip(Catalogue.commands, answers) {
                    let permission = Permission.sending(type.leastRole)
                    let isGranted = permission.isGranted(to: role.map { [$0] } ?? [])
                    #expect(
                        (answer.code == "not-permitted") != isGranted,
                        "\(role?.rawValue ?? "nobody") \(type.name): \(answer)")
                    count += 1
                }
            }
            print("\(count) questions and commands, each by an account of its own")
            // The event names the account.
            let events = try programs.labctl(["log", "export"]).output.split(separator: "\n")
            let actors = Set(
                events.compactMap { line in
                    (try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])?["actor"] as? String
                })
            #expect(actors.isSuperset(of: [accounts.account(of: .operator), accounts.account(of: .coordinator)]))
            #expect(actors.isDisjoint(with: [accounts.account(of: .viewer), accounts.stranger]))
        }
    }

    @Test func `auditors and admins open what is sealed for a reason, and each look is recorded with its account`()
        async throws
    {
        try await onThread {
            try start()
            let register = Sending.person("p-1", ["name": "Anna Rossi"])
            #expect(try ask(accounts.account(of: .operator), [command("r", register)])[0].status == 200)
            func look(_ reason: String) -> Accounts.Request {
                .init(method: "POST", path: Paths.personalDataRead, body: "{\"person\":\"p-1\"\(reason)}")
            }
            for (role, status, code) in [
                (Role.operator, 200, nil), (.coordinator, 200, nil), (.auditor, 409, "reason-required"),
                (.admin, 409, "reason-required"), (.viewer, 403, "not-permitted"),
            ] {
                let answer = try ask(accounts.account(of: role), [look("")])[0]
                #expect(answer.status == status && answer.code == code, "\(role): \(answer)")
                #expect(answer.text.contains("Anna Rossi") == (status == 200))
            }
            for role in [Role.auditor, .admin] {
                let answer = try ask(accounts.account(of: role), [look(#","reason":"controllo 7""#)])[0]
                #expect(answer.status == 200 && answer.text.contains("Anna Rossi"))
            }
            let reads = try #require(try programs.view(["audit", "show"])["reads"] as? [[String: Any]])
            #expect(
                reads.map { $0["actor"] as? String }
                    == [.operator, .coordinator, .auditor, .admin].map(accounts.account))
        }
    }

    @Test func `a worker's month is signed by the worker's own account, and approved by another's`() async throws {
        try await onThread {
            try start()
            let (own, other) = (accounts.account(of: .operator), accounts.second)
            let (boss, clerk) = (accounts.account(of: .coordinator), accounts.third)
            let prepared = [
                Sending.adopt(), .enrol("co-1", "coordinator", ["account": .string(boss)]),
                .enrol("sw-1", "social-worker", ["account": .string(own), "supervisor": "co-1"]),
                .enrol("sw-2", "social-worker"), .enrol("co-2", "coordinator", ["account": .string(clerk)]),
                .complete("2019-06"), .complete("2019-06", ["worker": "sw-2"]),
                .complete("2019-06", ["worker": "co-1"]),
            ]
            for (index, answer) in try ask(boss, prepared.enumerated().map { command("a\($0.offset)", $0.element) })
                .enumerated()
            {
                guard answer.status == 200 else { throw Programs.Failure(text: "\(index): \(answer)") }
            }
            var number = 0
            func outcome(_ account: String, _ sending: Sending) throws -> String {
                number += 1
                let answer = try ask(account, [command("s\(number)", sending)])[0]
                return answer.status == 200 ? "ok" : answer.code ?? "\(answer.status)"
            }
            let second: JSON = ["worker": "sw-2"]
            #expect(try outcome(other, .sign("2019-06")) == "not-permitted")
            #expect(try outcome(boss, .sign("2019-06")) == "not-permitted")
            #expect(try outcome(own, .sign("2019-06")) == "ok")
            // For a worker without an account, a coordinator declares the month, and no operator may.
            #expect(try outcome(own, .sign("2019-06", second)) == "not-permitted")
            #expect(try outcome(clerk, .sign("2019-06", ["worker": "sw-2", "evidence": "prot. 9/2019"])) == "ok")
            // The supervisor approves, with their own account, and nobody approves their own month.
            #expect(try outcome(clerk, .approve("2019-06")) == "not-supervisor")
            #expect(try outcome(clerk, .approve("2019-06", ["by": "co-2"])) == "not-supervisor")
            #expect(try outcome(own, .approve("2019-06")) == "not-permitted")
            #expect(try outcome(boss, .approve("2019-06")) == "ok")
            #expect(try outcome(boss, .sign("2019-06", ["worker": "co-1"])) == "ok")
            #expect(try outcome(boss, .approve("2019-06", ["worker": "co-1", "by": "co-2"])) == "self-approval")
            #expect(try outcome(clerk, .approve("2019-06", ["worker": "co-1", "by": "co-2"])) == "ok")
        }
    }

    @Test func `a front-end in the settings speaks for its users with their roles, and no other account does`()
        async throws
    {
        try await onThread {
            let (front, user) = (accounts.account(of: .coordinator), accounts.second)
            try start("fronts = [\"\(front)\"]")
            func send(_ id: String, as user: String) -> Accounts.Request {
                var request = command("r-\(id)", .person(id))
                request.user = user
                return request
            }
            let accepted = try ask(front, [send("p-1", as: user)])[0]
            #expect(accepted.status == 200, "\(accepted)")
            let event = try programs.labctl(["log", "show", "1", "--json"]).output
            #expect(event.contains("\"actor\":\"\(user)\""), "\(event)")
            // The user has their own roles, and never those of the front-end, root or another account.
            for user in [accounts.account(of: .auditor), accounts.stranger, "root", front, "nobody-of-that-name"] {
                let refused = try ask(front, [send("p-2", as: user)])[0]
                #expect(refused.status == 403 && refused.code == "not-permitted", "\(user): \(refused)")
            }
            let refused = try ask(user, [send("p-2", as: accounts.third)])[0]
            #expect(refused.status == 403 && refused.code == "not-permitted")
        }
    }
}

/// Accounts of the machine with their own groups, which exist while a test runs.
final class Accounts: @unchecked Sendable {
    /// A request to labd.
    struct Request {
        let method: String
        let path: String
        let body: String
        var user: String?
    }

    /// labd's answer.
    struct Answer {
        let status: Int
        let text: String
        var code: String? {
            (try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])?["code"] as? String
        }
    }

    /// Whether accounts may be created here.
    static let mayBeMade =
        geteuid() == 0
        && ["/usr/sbin/useradd", "/usr/bin/setpriv"].allSatisfy { FileManager.default.isExecutableFile(atPath: $0) }
        && (try? run("/usr/bin/env", ["python3", "-c", "import socket"]))?.status == 0

    private let prefix = "lt\(UInt16.random(in: 0 ... .max))"
    private var made: [String] = []
    private var groups: [String] = []

    /// An account of each role, one in no group, and another operator and coordinator.
    init() throws {
        for role in Role.allCases {
            try Self.must("/usr/sbin/groupadd", ["--system", group(of: role)])
            groups.append(group(of: role))
        }
        for role in Role.allCases { try add(account(of: role), group(of: role)) }
        try add(stranger, nil)
        try add(second, group(of: .operator))
        try add(third, group(of: .coordinator))
    }

    deinit {
        for account in made { _ = try? Self.run("/usr/sbin/userdel", [account]) }
        for group in groups { _ = try? Self.run("/usr/sbin/groupdel", [group]) }
    }

    func group(of role: Role) -> String { "\(prefix)-\(role.rawValue)s" }
    func account(of role: Role) -> String { "\(prefix)-\(role.rawValue)" }
    var stranger: String { prefix + "-stranger" }
    var second: String { prefix + "-operator-2" }
    var third: String { prefix + "-coordinator-2" }

    func number(of account: String) throws -> Int {
        try #require(
            Int(try Self.run("/usr/bin/id", ["-u", account]).output.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    private func add(_ account: String, _ group: String?) throws {
        let more = group.map { ["--groups", $0] } ?? []
        try Self.must(
            "/usr/sbin/useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"] + more + [account])
        made.append(account)
    }

    /// Sends requests to labd as an account, each on its own connection.
    func ask(as account: String, _ socket: String, _ requests: [Request]) throws -> [Answer] {
        let lines = try requests.map { request in
            var object = ["method": request.method, "path": request.path, "body": request.body]
            object["user"] = request.user
            return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
        }
        let outcome = try Self.run(
            "/usr/bin/setpriv",
            [
                "--reuid", account, "--regid", account, "--init-groups", "/usr/bin/env", "python3", "-c", Self.script,
                socket,
            ],
            input: lines.joined(separator: "\n") + "\n")
        let answers = try outcome.output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return Answer(status: object?["status"] as? Int ?? 0, text: object?["text"] as? String ?? "")
        }
        guard answers.count == requests.count else {
            throw Programs.Failure(text: "\(account): \(answers.count) of \(requests.count) answers: \(outcome.errors)")
        }
        return answers
    }

    private static let script = """
        import http.client, json, socket, sys
        class Labd(http.client.HTTPConnection):
            def connect(self):
                self.sock = socket.socket(socket.AF_UNIX)
                self.sock.connect(sys.argv[1])
        for line in sys.stdin:
            asked = json.loads(line)
            labd = Labd("labd")
            headers = {"content-type": "application/json", "connection": "close"}
            if "user" in asked: headers["labd-user"] = asked["user"]
            labd.request(asked["method"], asked["path"], asked["body"].encode() or None, headers)
            answer = labd.getresponse()
            print(json.dumps({"status": answer.status, "text": answer.read().decode("utf-8", "replace")}))
        """

    private static func must(_ program: String, _ arguments: [String]) throws {
        let outcome = try run(program, arguments)
        guard outcome.status == 0 else { throw Programs.Failure(text: "\(program) \(arguments): \(outcome.errors)") }
    }

    private static func run(
        _ program: String, _ arguments: [String], input: String = ""
    ) throws -> Programs.Outcome {
        try Programs.run(URL(filePath: program), arguments, input: input)
    }
}
