import CGlibc
import Glibc

/// How long, how often and from how many connections a loop sends.
struct Pace {
    var clients: Int
    /// Seconds that are measured, after those of the warm-up.
    var seconds: Double
    var warmUp: Double
    /// Ends the loop earlier, once so many were answered after the warm-up.
    var limit: Int?
    /// Requests a second in all; nil if each client sends the next one as soon as it has its answer. With a rate, a latency is
    /// counted from when the request was due, so that a stall counts for all that it held up.
    var rate: Double?
}

/// Sends from many connections at once, on one thread, and measures how long each answer takes.
struct Loop<W: Wire> {
    private struct Client {
        let socket: Socket
        var wire: W
        var input = Bytes()
        var begun = 0
        /// What could not be written yet.
        var rest: [UInt8] = []
        /// Whether epoll tells when more can be written.
        var awaitsRoom = false

        mutating func receive(using scratch: UnsafeMutableRawBufferPointer) throws -> [String?] {
            _ = try socket.read(into: &input, using: scratch)
            return try wire.answers(in: &input)
        }
    }

    private var clients: [Client] = []
    private let poll: Int32
    private let pace: Pace
    private var idle: [Int] = []
    private var due: Double = 0
    private(set) var outcome = Outcome()

    init(_ address: Address, _ pace: Pace) throws {
        self.pace = pace
        poll = epoll_create1(0)
        guard poll >= 0 else { throw Failure.system("epoll_create1") }
        for index in 0..<pace.clients {
            let socket = try Socket(address)
            clients.append(Client(socket: socket, wire: try W(socket)))
            try socket.stopWaiting()
            var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(u64: UInt64(index)))
            guard epoll_ctl(poll, EPOLL_CTL_ADD, socket.descriptor, &event) == 0 else {
                throw Failure.system("epoll_ctl")
            }
        }
    }

    /// Runs to the end of the pace.
    /// - Parameter write: appends the next request of a client.
    mutating func run(_ write: (_ client: Int, inout W, inout [UInt8]) -> Void) throws {
        let begin = now()
        let measured = begin + Int(pace.warmUp * 1e9)
        let end = measured + Int(pace.seconds * 1e9)
        var events = [epoll_event](repeating: epoll_event(), count: 256)
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
        defer { scratch.deallocate() }
        due = Double(begin)
        if pace.rate == nil {
            for index in clients.indices { try send(index, at: now(), write) }
        } else {
            idle = Array(clients.indices)
        }
        var time = now()
        // On a machine that is very slow, the first answer may come after the end.
        let latest = end + 60_000_000_000
        while time < end || outcome.count == 0 && time < latest, pace.limit.map({ outcome.count < $0 }) ?? true {
            try sendWhatIsDue(time, write)
            let ready = wait(&events, from: time, to: time < end ? end : latest)
            guard ready >= 0 || errno == EINTR else { throw Failure.system("epoll_wait") }
            for position in 0..<max(0, Int(ready)) {
                let index = Int(events[position].data.u64)
                if events[position].events & EPOLLOUT.rawValue != 0 { try flush(index) }
                guard events[position].events & ~EPOLLOUT.rawValue != 0 else { continue }
                let answers = try clients[index].receive(using: scratch)
                guard let answer = answers.first else { continue }
                time = now()
                if let answer { outcome.refuse(answer) }
                if time >= measured { outcome.record(nanoseconds: time - clients[index].begun) }
                if pace.rate == nil { try send(index, at: time, write) } else { idle.append(index) }
            }
            time = now()
        }
        outcome.seconds = Double(time - measured) / 1e9
    }

    private mutating func sendWhatIsDue(_ time: Int, _ write: (Int, inout W, inout [UInt8]) -> Void) throws {
        guard let rate = pace.rate else { return }
        while due <= Double(time), let index = idle.popLast() {
            try send(index, at: Int(due), write)
            due += 1e9 / rate
        }
    }

    private func wait(_ events: inout [epoll_event], from time: Int, to end: Int) -> Int32 {
        var until = end
        if pace.rate != nil, !idle.isEmpty { until = min(until, Int(due)) }
        let left = max(0, until - time)
        var timeout = timespec(tv_sec: left / 1_000_000_000, tv_nsec: left % 1_000_000_000)
        return epoll_pwait2(poll, &events, Int32(events.count), &timeout, nil)
    }

    private mutating func send(_ index: Int, at time: Int, _ write: (Int, inout W, inout [UInt8]) -> Void) throws {
        var request: [UInt8] = []
        request.reserveCapacity(1024)
        write(index, &clients[index].wire, &request)
        outcome.sent += 1
        clients[index].begun = pace.rate == nil ? now() : time
        clients[index].rest = request
        try flush(index)
    }

    private mutating func flush(_ index: Int) throws {
        let written = try clients[index].socket.write(clients[index].rest[...])
        clients[index].rest.removeFirst(written)
        let needsRoom = !clients[index].rest.isEmpty
        guard needsRoom != clients[index].awaitsRoom else { return }
        clients[index].awaitsRoom = needsRoom
        var event = epoll_event(
            events: EPOLLIN.rawValue | (needsRoom ? EPOLLOUT.rawValue : 0), data: epoll_data_t(u64: UInt64(index)))
        epoll_ctl(poll, EPOLL_CTL_MOD, clients[index].socket.descriptor, &event)
    }
}
