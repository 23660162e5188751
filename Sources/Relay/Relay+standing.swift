package import LabAPI
package import NATS
import RegionFeed
import ServiceSupport

extension Relay {
    /// How far an office's stream is behind its log.
    package struct Standing: Sendable, Hashable {
        /// The office, and the generation of its log.
        package let office: String
        package let generation: Int
        /// The stream's name, how many lines it has, and how many the log has.
        package let stream: String
        package let relayed: Int
        package let lines: Int

        /// How many lines the stream lacks.
        package var missing: Int { max(0, lines - relayed) }

        /// The standing in words.
        package var text: String {
            let whole =
                "\(stream) has \(relayed) of the \(lines) lines of \(office)"
                + (generation > 1 ? ", generation \(generation)" : "")
            return missing == 0 ? whole : whole + "; \(missing) are missing: is labd-relay.service running?"
        }
    }

    /// Compares the end of an office's stream with its log.
    ///
    /// - Throws: `stream-ahead` and `stream-forked` if they do not agree, and what keeps them from being asked.
    package static func standing(
        region: String, labd: LabClient, _ options: ConnectionOptions
    ) async throws(RelayError) -> Standing {
        let log = OfficeLog(labd: labd)
        let identity = try await log.identity()
        guard let feed = OfficeFeed(region: region, office: identity.source.office) else {
            throw .invalidOffice(identity.source.office)
        }
        let outlet = Outlet(options, RelayState(), StopSignal())
        let (_, end) = try await outlet.open(feed, generation: identity.source.generation)
        let relayed = try await log.position(behind: end, identity, feed)
        await outlet.forget()
        return Standing(
            office: feed.office, generation: identity.source.generation, stream: feed.stream, relayed: relayed,
            lines: identity.count)
    }
}

extension Relay {
    /// Creates the stream of an office; returns its name, and whether there was none. It blocks.
    package static func createStream(
        region: String, office: String, replicas: Int, _ options: ConnectionOptions
    ) throws(RelayError) -> (stream: String, isNew: Bool) {
        guard let feed = OfficeFeed(region: region, office: office) else {
            throw .invalidOffice(office)
        }
        do {
            let isNew = try Connection(options).jetStream().create(
                stream: feed.stream, subjects: [feed.streamSubject], replicas: replicas,
                about: "The log of \(office), line by line, and its signed checkpoints.")
            return (feed.stream, isNew)
        } catch {
            throw .nats(error)
        }
    }
}

extension OfficeLog {
    /// Returns the position of the first line that a stream with this end lacks.
    ///
    /// - Throws: `stream-ahead` and `stream-forked` if the stream's last line is not the log's at its position.
    func position(behind end: Outlet.End, _ identity: Identity, _ feed: OfficeFeed) async throws(RelayError) -> Int {
        guard let (position, line) = end.last else { return 0 }
        guard position < identity.count else {
            throw .ahead(stream: feed.stream, position: position, lines: identity.count)
        }
        guard try await self.line(at: position) == line else { throw .forked(stream: feed.stream, position: position) }
        return position + 1
    }
}
