import Foundation
import Logging
import ServiceSupport
import Synchronization
import Testing

@testable import LabServer

struct OperationsTests {
    private func line(_ form: LogLines.Form, _ body: (Logger) -> Void) -> String {
        let collected = Collected()
        body(Logger(label: "test") { _ in LogLines(form) { line in collected.add(line) } })
        return collected.text
    }

    @Test func `under the journal a line has its priority and its metadata, sorted`() {
        let text = line(.journal) {
            $0.error("it failed", metadata: ["path": "/a b", "code": "no-space", "quote": "\"\n"])
        }
        #expect(text == #"<3>it failed code=no-space path="/a b" quote="\"\n""# + "\n")
        #expect(line(.journal) { $0.notice("ready") } == "<5>ready\n")
    }

    @Test func `without the journal a line is written for people`() {
        #expect(line(.human) { $0.warning("look") }.hasSuffix("Z warning: look\n"))
        #expect(line(.human) { $0.debug("unseen") }.isEmpty)
    }

    @Test func `a line break in a message does not begin another line`() {
        #expect(line(.journal) { $0.notice("a\n<0>b") } == "<5>a\\n<0>b\n")
    }

    @Test func `the journal's format is chosen only for the stream that the journal named`() {
        #expect(LogLines.form(environment: [:]) == .human)
        #expect(LogLines.form(environment: ["JOURNAL_STREAM": "0:0"]) == .human)
    }

    @Test func `the service manager is notified by datagrams, and may be absent`() throws {
        ServiceManager(environment: [:]).tell(.ready)
        ServiceManager(environment: ["NOTIFY_SOCKET": "/nowhere/at/all"]).tell(.ready)

        let path = "/tmp/labd-" + UUID().uuidString.prefix(8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let address = try #require(UnixAddress(path: path))
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(descriptor) }
        // The address and the buffer outlive their calls, and their lengths go with them.
        unsafe address.withSockaddr { pointer, length in #expect(unsafe bind(descriptor, pointer, length) == 0) }
        ServiceManager(environment: ["NOTIFY_SOCKET": path]).tell(.ready, .status("two\nlines"))
        var buffer = [UInt8](repeating: 0, count: 100)
        let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        #expect(count > 0)
        #expect(String(decoding: buffer.prefix(max(0, count)), as: UTF8.self) == "READY=1\nSTATUS=two lines")
    }

    @Test func `a stop signal reaches every waiter once, also later ones`() async {
        let stop = StopSignal()
        let calls = Collected()
        await withTaskGroup { group in
            for _ in 0..<3 { group.addTask { await stop.wait() } }
            await stop.notifying(onStop: { calls.add("x") }) {
                stop.give()
                stop.give()
            }
        }
        await stop.wait()
        #expect(calls.text == "x")
        #expect(stop.isGiven)
    }
}

/// Text from several threads.
private final class Collected: Sendable {
    private let state = Mutex("")
    var text: String { state.withLock { $0 } }
    func add(_ text: String) { state.withLock { $0 += text } }
}
