import Foundation
import Testing
import Views

@testable import LabTerminal

struct DaySummaryTextTests {
    private static let requests = (1...9).map {
        #"{"mediation":"m-\#($0)","language":"ar","place":"rovato","state":"requested","since":"2019-09-0\#($0)","days":9}"#
    }

    private static func json(worker: Bool, coordinates: Bool, counts: String = "") -> String {
        """
        {"basis":{"position":9,"simulated":true},"position":9,"actor":"anna","day":"2019-11-06",
        \(worker ? #""worker":"sw-01","# : "")"coordinates":\(coordinates),
        "onDay":{"minutes":450,"projectMinutes":390,"entries":3,"services":{"contact":2}},
        "inMonth":{"minutes":2700,"projectMinutes":2400,"entries":18,"services":{"case":3,"contact":9}},
        "daysWithoutHours":["2019-11-04"],"monthsToComplete":["2019-10"],"monthsToSign":[],"monthsToApprove":[],
        "servicesWithoutHours":[{"kind":"contact","about":"k-1","on":"2019-11-04","minutes":20}],"toEvaluate":[],
        "openCases":12,"silentCases":[{"case":"c-1","place":"rovato","worker":"sw-01","since":"2019-08-01","days":97}],
        "monthsBehind":[{"month":"2019-10","worker":"sw-01","state":"open","pending":false}],
        "waitingRequests":[\(requests.joined(separator: ","))],
        "placesBehind":[{"line":"secretariat-towns","place":"rovato","balance":-90,"missing":600,"weeklyMinutesNeeded":65}],
        "fallingDue":[{"kind":"residence","about":"p-1","case":"c-1","day":"2019-11-20","daysLeft":14}],
        \(counts)"openFindings":[],"names":{"lines":{},"places":{"rovato":"Rovato"}}}
        """
    }

    private func summary(worker: Bool = true, coordinates: Bool = true) throws -> DaySummary {
        try JSONDecoder().decode(
            DaySummary.self, from: Data(Self.json(worker: worker, coordinates: coordinates).utf8))
    }

    @Test func `a day fits on a screen of 24 lines of 80 columns, and names what it leaves out`() throws {
        let lines = try summary().screen(.plain).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
        #expect(
            lines.contains {
                $0.hasPrefix("This month") && $0.hasSuffix("45:00           40:00       18  case 3, contact 9")
            })
        #expect(lines.contains("Silent cases                    1 of 12  c-1 since 2019-08-01"))
        #expect(lines.contains("Requests for mediation waiting  9  m-1 ar Rovato since 2019-09-01, and 8 more"))
        #expect(lines.contains { $0.contains("secretariat-towns Rovato -1:30 (1:05 a week)") })
    }

    @Test func `who has no worker is told how to get one, and who is no coordinator sees their own day only`() throws {
        let stranger = try summary(worker: false, coordinates: false).screen(.plain)
        #expect(stranger.contains("labctl worker change --worker ID --from DAY --account anna"))
        #expect(!stranger.contains("Months"))
        let own = try summary(coordinates: false).screen(.plain)
        #expect(own.contains("Days without hours") && !own.contains("Requests for mediation"))
    }

    @Test func `of lists that were asked for in part, the day says how many elements they have`() throws {
        let json = Self.json(
            worker: true, coordinates: true,
            counts: #""rowCounts":{"waitingRequests":65239,"silentCases":11,"placesBehind":9,"fallingDue":1},"#)
        let part = try JSONDecoder().decode(DaySummary.self, from: Data(json.utf8))
        let lines = part.screen(.plain).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(
            lines.contains("Silent cases                    11 of 12  c-1 since 2019-08-01, and 10 more"), "\(lines)")
        #expect(
            lines.contains { $0.hasPrefix("Requests for mediation waiting  65") }
                && lines.contains { $0.contains(", and 65'23") })
        #expect(part.screen(.plain).contains("9  secretariat-towns Rovato -1:30 (1:05 a week)\n") == false)
        #expect(lines.contains("Complete: labctl today --csv --table NAME"))
    }
}
