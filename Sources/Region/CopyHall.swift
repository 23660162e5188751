package import LabServer
import Ledger
package import Logging
package import ServiceSupport
import Synchronization
import TransparencyLog

/// Opens the copies of offices' logs, keeps them up, and has each answer on a socket of its own, `OFFICE.sock`.
package final class CopyHall: Sendable {
    private let sockets: String
    private let limits: Settings.Limits
    private let policy: LivePolicy
    private let stop: StopSignal
    private let logger: Logger
    private let shown = Mutex<[String: Shown]>([:])

    /// A copy that is shown.
    private struct Shown: Sendable {
        let end: StopSignal
        let tasks: [Task<Void, Never>]

        /// Ends the server, and waits for it.
        func finish() async {
            end.give()
            await tasks[0].value
            for task in tasks { task.cancel() }
            for task in tasks { await task.value }
        }
    }

    /// Prepares to show copies in the directory of sockets, until `stop` is given.
    package init(
        sockets: String, limits: Settings.Limits, _ policy: LivePolicy, stop: StopSignal, logger: Logger
    ) {
        self.sockets = sockets
        self.limits = limits
        self.policy = policy
        self.stop = stop
        self.logger = logger
    }

    /// Opens the copy in a directory.
    func open(_ directory: String, of key: VerifierKey) async throws -> OfficeCopy {
        try await OfficeCopy(
            inDirectory: directory, of: key, limits: limits, stop: stop, policy, logger: logger)
    }

    /// Shows a copy as that of an office, in place of the one that was shown.
    func show(_ copy: OfficeCopy, of office: RegionOffice) async {
        let earlier = shown.withLock { $0.removeValue(forKey: office.id) }
        await earlier?.finish()
        let before = office.copy
        office.copy = copy
        before?.end()
        let end = StopSignal()
        let socket = ListeningSocket.path("\(sockets)/\(office.id).sock")
        let server = copy.server(on: socket, limits: limits, stop: end, logger: logger)
        let tasks = [
            Task { [logger] in
                do { try await server.run() } catch {
                    logger.error(
                        "an office's copy cannot be asked", metadata: ["office": "\(office.id)", "detail": "\(error)"])
                }
            },
            Task { await copy.keepUp() },
            Task { [stop] in
                await stop.wait()
                end.give()
            },
        ]
        shown.withLock { $0[office.id] = Shown(end: end, tasks: tasks) }
    }

    /// Ends the server of an office, whose copy is opened again later.
    func end(_ office: RegionOffice) async {
        let shown = shown.withLock { $0.removeValue(forKey: office.id) }
        await shown?.finish()
        office.copy?.end()
        office.copy = nil
    }

    /// Ends all servers, once `stop` was given.
    package func finish() async {
        let all = shown.withLock { shown in
            defer { shown = [:] }
            return Array(shown.values)
        }
        for one in all { await one.finish() }
    }
}
