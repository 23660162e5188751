import Glibc

/// Ways to record many things at once.
enum Import {
    /// Sends a file of commands to labd in one request, and counts the answers.
    static func labd(_ address: Address, file: String) throws -> Outcome {
        var outcome = Outcome()
        let socket = try Socket(address)
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure.system("open \(file)") }
        defer { close(descriptor) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        var head: [UInt8] = []
        head.add(
            "POST /v1/commands HTTP/1.1\r\nhost: labd\r\ncontent-type: application/x-ndjson\r\ncontent-length: \(size)\r\n\r\n"
        )
        try socket.writeAll(head)
        try socket.stopWaiting()
        let begin = now()
        var sent: off_t = 0
        var answers = ChunkedLines()
        let scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
        defer { scratch.deallocate() }
        while !answers.isComplete {
            var interest = Int16(POLLIN)
            if sent < size { interest |= Int16(POLLOUT) }
            var wait = pollfd(fd: socket.descriptor, events: interest, revents: 0)
            guard poll(&wait, 1, 60_000) > 0 else { throw Failure("labd did not answer for a minute") }
            if wait.revents & Int16(POLLOUT) != 0,
                sendfile(socket.descriptor, descriptor, &sent, min(1 << 18, size - Int(sent))) < 0,
                errno != EAGAIN
            {
                throw Failure.system("sendfile")
            }
            guard wait.revents & ~Int16(POLLOUT) != 0 else { continue }
            let count = recv(socket.descriptor, scratch.baseAddress, scratch.count, 0)
            guard count > 0 else { throw Failure("labd closed the connection") }
            try answers.read(UnsafeRawBufferPointer(rebasing: scratch[..<count]))
        }
        outcome.seconds = Double(now() - begin) / 1e9
        outcome.sent = answers.count
        outcome.record(count: answers.count - answers.refused)
        for _ in 0..<answers.refused { outcome.refuse(answers.refusal) }
        return outcome
    }
}
