import EventFormat
import CanonicalJSON
import CivilTime
import Foundation
import LabAPI
import Ledger
import Office
import OfficeSpecification
import Testing
import Views

@testable import LabServer

/// Tests of the state of the log at any position, or before any moment.
struct HistoryTests {
    /// The commands of a season of forty people.
    private static let commands: [String] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("ViewsTests/Season/season.ndjson")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }()

    /// The views of one office that can be asked without a parameter.
    private static let views = Catalogue.views.compactMap { $0 as? any View.Type }.filter { $0.required.isEmpty }

    private static func bytes(_ view: any View.Type, _ office: Office) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        do {
            return String(decoding: try encoder.encode(try view.init(office, Question())), as: UTF8.self)
        } catch let refusal as Refusal {
            return "refused: \(refusal.code.word)"
        }
    }

    @Test
    func
        `at fifty positions of a season every view answers what a fresh labd does that was given only the commands up to there`()
        async throws
    {
        try #require(Self.commands.count > 500)
        let whole = try Fixture(office: "oglio-ovest")
        for outcome in try await whole.send(Self.commands) where outcome.answer == nil {
            Issue.record("\(outcome)")
        }
        let newest = whole.writer.current.office
        try #require(newest.position == Self.commands.count)

        var random = SystemRandomNumberGenerator()
        let positions = Set((0..<50).map { _ in Int.random(in: 0...newest.position, using: &random) }).sorted()
        let fresh = try Fixture(office: "oglio-ovest")
        var given = 0
        for position in positions {
            // Every command of the season is one event, and the log's first event is labd's own.
            _ = try await fresh.send(Array(Self.commands[given..<position]))
            given = position
            let expected = fresh.writer.current.office
            try #require(expected.position == position)
            let found = try whole.writer.history.office(asOf: .position(position), newest: newest)
            for view in Self.views {
                #expect(
                    try Self.bytes(view, found) == Self.bytes(view, expected), "\(view.name) as of \(position)")
            }
        }
    }

    @Test func `an instant stands for what was recorded before it`() async throws {
        let fixture = try Fixture(office: "oglio-ovest")
        _ = try await fixture.send(Array(Self.commands.prefix(40)))
        let newest = fixture.writer.current.office
        for position in [1, 17, 39] {
            let event = try #require(try fixture.ledger.event(at: position))
            let at = Instant(microseconds: event.time.microseconds)
            let before = try fixture.writer.history.office(asOf: .instant(at), newest: newest)
            #expect(before.position == position - 1)
            let after = Instant(microseconds: at.microseconds + 1)
            #expect(try fixture.writer.history.office(asOf: .instant(after), newest: newest).position == position)
        }
        let never = Instant(microseconds: -1)
        #expect(try fixture.writer.history.office(asOf: .instant(never), newest: newest).position == -1)
    }

    @Test func `a position beyond the log is refused with the range`() async throws {
        let fixture = try Fixture(office: "oglio-ovest")
        let newest = fixture.writer.current.office
        let refusal = #expect(throws: Refusal.self) {
            try fixture.writer.history.office(asOf: .position(newest.position + 1), newest: newest)
        }
        #expect(refusal?.field == "asOf")
        #expect(refusal?.accepted == "0 to \(newest.position)")
    }

    @Test func `a report freezes the root of the tree and the digest of its figures, and both can be computed again`()
        async throws
    {
        let fixture = try Fixture(office: "oglio-ovest")
        _ = try await fixture.send(Array(Self.commands.prefix(300)))
        let submit =
            #"{"id":"q-1","command":"report.submit","at":"2030-01-01T00:00:00.000000Z","data":{"report":"q1","#
            + #""kind":"quarterly","from":"2019-06-01","to":"2019-09-30"}}"#
        // In one batch with other events.
        let more = Self.commands[300]
        let outcomes = try await fixture.send([more, submit])
        try #require(outcomes.allSatisfy { $0.answer != nil })
        let office = fixture.writer.current.office
        let report = try #require(office.reports.reports.first?.submissions.first)
        #expect(report.position == 302)
        #expect(report.figures.position == 301)
        let then = try fixture.writer.history.office(asOf: .position(301), newest: office)
        let from = try #require(Day("2019-06-01"))
        let to = try #require(Day("2019-09-30"))
        let figures = try ReportFigures(then, .quarterly, from: from, to: to, nil)
        #expect(Ledger.digest(of: figures.canonicalBytes) == report.figures.digest)
        #expect(figures.values.count == report.figures.count)
        #expect(figures.values.count > 20)
        #expect(try Self.root(fixture, 302) == report.figures.root)
    }

    /// The Merkle tree hash of RFC 6962, section 2.1, by its definition.
    private static func root(_ fixture: Fixture, _ size: Int) throws -> String {
        func sha256(_ bytes: [UInt8]) throws -> [UInt8] {
            [UInt8](try #require(Data(base64Encoded: Ledger.digest(of: bytes))))
        }
        func hash(_ range: Range<Int>) throws -> [UInt8] {
            guard range.count > 1 else {
                return try sha256([0] + (try #require(try fixture.ledger.line(at: range.lowerBound))))
            }
            var split = 1
            while split * 2 < range.count { split *= 2 }
            return try sha256(
                [1] + hash(range.lowerBound..<range.lowerBound + split)
                    + hash(range.lowerBound + split..<range.upperBound))
        }
        return Data(try hash(0..<size)).base64EncodedString()
    }
}
