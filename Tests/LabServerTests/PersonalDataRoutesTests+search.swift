import CanonicalJSON
import EventFormat
import Foundation
import LabAPI
import Office
import Testing

@testable import LabServer
@testable import Ledger

extension PersonalDataRoutesTests {
    @Test func `persons are found by name and tax code, each found is an event, and the names are not in it`()
        async throws
    {
        try await run { service in
            func find(_ body: String) async throws -> JSON? {
                try await post(service, Paths.personalDataFind, body).object?["persons"]
            }
            // The first person no longer has that name.
            #expect(try await find(#"{"name":"ROSSI anna"}"#) == ["p-2"])
            #expect(try await find(#"{"name":"Anna Bianchi"}"#) == ["p-1"])
            #expect(try await find(#"{"taxCode":"rssnna80a41f205x"}"#) == ["p-1"])
            #expect(try await find(#"{"name":"Anna Bianchi","taxCode":"RSSNNA80A41F205X"}"#) == ["p-1"])
            #expect(try await find(#"{"name":"Anna Rossi","taxCode":"RSSNNA80A41F205X"}"#) == [])
            #expect(try await find(#"{"name":"RSSNNA80A41F205X"}"#) == [])
            #expect(service.fixture.ledger.count == 4 + 6)
            let event = try #require(try service.fixture.ledger.event(at: 4))
            #expect(
                String(decoding: event.data.canonicalBytes, as: UTF8.self)
                    == #"{"fields":["name"],"how":"find","person":"p-2"}"#)
        }
    }

    @Test func `a corrected tax code finds the person, and the wrong one nobody`() async throws {
        try await run { service in
            let outcome = try await service.fixture.send(Self.correct(2, #""taxCode":"BNCNNA80A41F205Z""#))
            #expect(outcome.answer != nil)
            for (code, persons) in [("RSSNNA80A41F205X", []), ("BNCNNA80A41F205Z", ["p-1"])] as [(String, JSON)] {
                let answer = try await post(service, Paths.personalDataFind, #"{"taxCode":"\#(code)"}"#)
                #expect(answer.object?["persons"] == persons)
            }
            // Fields that the last correction did not change are still valid.
            let answer = try await post(service, Paths.personalDataFind, #"{"name":"Anna Bianchi"}"#)
            #expect(answer.object?["persons"] == ["p-1"])
        }
    }
}
