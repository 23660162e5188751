import NIOCore
import NIOEmbedded
import Testing

@testable import LabTerminal

/// What `labctl web` does with requests that are slow or long; the clock is the test's.
@Suite struct WebDeadlinesTests {
    private let channel = EmbeddedChannel()
    private let head = "POST /pages/send/x HTTP/1.1\r\nhost: 127.0.0.1:8765\r\ncontent-length: 100\r\n\r\n"

    /// Opens the connection.
    private func open() throws {
        try WebDeadlines.configure(channel)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 8765)).wait()
    }

    private func send(_ text: String) throws { try channel.writeInbound(ByteBuffer(string: text)) }

    private func wait(_ seconds: Int64) { channel.embeddedEventLoop.advanceTime(by: .seconds(seconds)) }

    @Test func `a head that does not arrive in ten seconds ends the connection, however steadily it drips`() throws {
        try open()
        var sent = 0
        for character in head.prefix(9) {
            try send(String(character))
            wait(1)
            sent += 1
        }
        #expect(sent == 9 && channel.isActive)
        try send("p")
        wait(1)
        #expect(!channel.isActive)
    }

    @Test func `a connection that says nothing is ended`() throws {
        try open()
        wait(10)
        #expect(!channel.isActive)
    }

    @Test func `a body has thirty seconds from its head`() throws {
        try open()
        wait(9)
        try send(head)
        for _ in 0..<29 {
            try send("a")
            wait(1)
        }
        #expect(channel.isActive)
        try send("a")
        wait(1)
        #expect(!channel.isActive)
    }

    @Test func `what arrived in time is waited for as long as labd takes`() throws {
        try open()
        try send(head + String(repeating: "a", count: 100))
        wait(600)
        #expect(channel.isActive)
    }

    @Test func `a head that is too long ends the connection`() throws {
        try open()
        try? send("GET /pages HTTP/1.1\r\nx: " + String(repeating: "a", count: WebDeadlines.headBytes))
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
    }
}
