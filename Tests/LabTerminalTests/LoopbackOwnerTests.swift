import Foundation
import LabAPI
import NIOCore
import NIOPosix
import Testing

@testable import LabTerminal

/// Which account is at the other end of a connection within the machine.
@Suite struct LoopbackOwnerTests {
    private static let heading =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"

    private func table(_ ends: String, _ account: Int) -> String {
        Self.heading
            + "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n"
            // The other end of the same connection, which is this program's own.
            + "   1: 0100007F:223D 0100007F:C001 01 00000000:00000000 00:00000000 00000000    77        0 2 1\n"
            + "   2: \(ends) 01 00000000:00000000 02:000A2B3C 00000000  \(account)        0 3 2\n"
    }

    @Test func `the account is that of the end which is not this program's`() {
        let find = { LoopbackOwner.account(in: $0, connectedTo: 8765, from: 49_153) }
        #expect(find(table("0100007F:C001 0100007F:223D", 1001)) == 1001)
        #expect(
            find(table("0000000000000000FFFF00000100007F:C001 0000000000000000FFFF00000100007F:223D", 1002)) == 1002)
        for other in [
            "0100007F:C002 0100007F:223D", "0100007F:C001 0100007F:223E", "0200007F:C001 0100007F:223D",
            "0100007F:C001 0100000A:223D",
            "00000000000000000000000001000000:C001 00000000000000000000000001000000:223D",
        ] {
            #expect(find(table(other, 1001)) == nil, "\(other)")
        }
        for broken in ["", Self.heading, Self.heading + "   0: 0100007F:C001 0100007F:223D 01\n", "x\n:\n: : :\n"] {
            #expect(find(broken) == nil)
        }
    }

    @Test func `the kernel names this account for a connection of its own, and nobody for one that does not exist`()
        async throws
    {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(server.localAddress?.port)
        let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        let remote = try #require(connection.localAddress?.port)
        #expect(LoopbackOwner.account(connectedTo: port, from: remote) == getuid())
        #expect(LoopbackOwner.account(connectedTo: remote, from: 1) == nil)
        try await connection.close()
        try await server.close()
    }

    @Test func `the server ends some time after the last request`() async throws {
        let server = WebServer(LabClient(socket: "/nonexistent"))
        let began = ContinuousClock.now
        try await server.becomesIdle(after: .milliseconds(200))
        #expect(ContinuousClock.now - began >= .milliseconds(190))
    }
}
