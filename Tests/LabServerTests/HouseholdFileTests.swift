import CanonicalJSON
import EventFormat
import LabAPI
import Ledger
import OfficeSpecification
import Testing

@testable import LabServer

/// What the file of a person (GDPR art. 15) has of the cases of others to whose household they belong.
struct HouseholdFileTests {
    /// A service that knows three persons, p-1 with a case of her own, and the workers whom it takes.
    private struct Household {
        let service: Service

        static func run(_ body: (Household) async throws -> Void) async throws {
            try await Service.run { service in
                let household = Household(service: service)
                try await household.given(
                    .adopt(JSON.shippedPlan.setting("office", "prova")), .enrol("co-1", "coordinator"),
                    .enrol("sw-1", "social-worker"),
                    .enrol("ed-1", "educator"), .enrol("me-1", "mediator", ["languages": ["ar"]]),
                    .person("p-1"), .person("p-2"), .person("p-3"), .open("c-1", "2019-06-03"))
                try await body(household)
            }
        }

        /// Records commands, and returns the position of the last one.
        @discardableResult func given(_ commands: Sending...) async throws -> Int {
            var position = 0
            for command in commands {
                let id = "h-\(service.fixture.ledger.count)"
                let outcome = try await service.fixture.send(String(decoding: command.text(id: id), as: UTF8.self))
                let answer = try #require(outcome.answer, "\(command): \(outcome)")
                position = try #require(answer.events.first?.position)
            }
            return position
        }

        /// The events in a person's file, after that of the registration: each as its type with its day, a voiding with the type
        /// of what it voids.
        func file(of person: String = "p-2") async throws -> [String] {
            let answer = try await service.ask("POST", Paths.personalDataAccess, #"{"person":"\#(person)"}"#)
            guard case .array(let events)? = answer.object?["events"] else { return ["\(answer)"] }
            return try events.dropFirst().compactMap { event -> String? in
                guard case .string(let type)? = event["type"], case .string(let day)? = event["on"] else { return nil }
                guard type == "record.voided" else { return type == "person.access-served" ? nil : "\(type) \(day)" }
                guard case .integer(let position)? = event["data"]?["position"] else { return nil }
                return try service.fixture.ledger.event(at: Int(position)).map { "voided \($0.type) \($0.occurred)" }
            }
        }
    }

    private static func join(_ day: String, _ person: JSON = "p-2") -> Sending {
        Sending("case.add-member", ["case": "c-1", "on": .string(day), "person": person])
    }

    private static func leave(_ day: String, _ person: JSON = "p-2") -> Sending {
        Sending("case.remove-member", ["case": "c-1", "on": .string(day), "person": person])
    }

    @Test func `who has left a household is told nothing of its case and its mediations from then on`() async throws {
        try await Household.run { household in
            try await household.given(
                Self.join("2019-06-04"), .phase("c-1", "analysis", "2019-06-05"),
                .request("m-1", "2019-06-06", ["case": "c-1"]), .authorise("m-1", "2019-06-06"),
                Self.leave("2019-06-07"), .assign("m-1", "2019-06-08"), .deliver("m-1", "2019-06-10", ["minutes": 10]),
                .deliver("m-1", "2019-06-11", ["minutes": 10, "persons": ["p-2"]]),
                .phase("c-1", "preliminary-assessment", "2019-06-12"), .request("m-2", "2019-06-13", ["case": "c-1"]),
                .note("c-1", "2019-06-13", ["persons": ["p-2", "p-3"]]),
                .phase("c-1", "operational-assessment", "2019-06-14"))
            let told = [
                "case.member-added 2019-06-04", "case.phase-advanced 2019-06-05", "mediation.requested 2019-06-06",
                "mediation.authorised 2019-06-06", "case.member-removed 2019-06-07",
                // These name the person, as anybody's may.
                "mediation.delivered 2019-06-11", "case.noted 2019-06-13",
            ]
            #expect(try await household.file() == told)
            try await household.given(
                Self.join("2019-06-17"), .phase("c-1", "intervention-plan", "2019-06-18"),
                .deliver("m-1", "2019-06-19", ["minutes": 10]))
            let toldAgain = [
                "case.member-added 2019-06-17", "case.phase-advanced 2019-06-18", "mediation.delivered 2019-06-19",
            ]
            #expect(try await household.file() == told + toldAgain)
        }
    }

    @Test func `who is removed under one of two ids is still in the household, and the own case is never left`()
        async throws
    {
        try await Household.run { household in
            try await household.given(
                .link("p-2", "p-3"), Self.join("2019-06-04"), Self.join("2019-06-04", "p-3"), Self.leave("2019-06-05"),
                .phase("c-1", "analysis", "2019-06-06"), Self.leave("2019-06-07", "p-3"),
                .phase("c-1", "preliminary-assessment", "2019-06-08"))
            #expect(
                try await household.file().filter { $0.hasPrefix("case.phase") } == ["case.phase-advanced 2019-06-06"])
            try await household.given(
                .link("p-1", "p-2"), Self.join("2019-06-09"), Self.leave("2019-06-10"),
                .phase("c-1", "operational-assessment", "2019-06-11"))
            #expect(try await household.file().last == "case.phase-advanced 2019-06-11")
        }
    }

    @Test
    func `who was put into a household by mistake is told what is done in it no longer than until that is voided`()
        async throws
    {
        try await Household.run { household in
            let joining = try await household.given(Self.join("2019-06-04"))
            try await household.given(.void(joining), .phase("c-1", "analysis", "2019-06-05"))
            let voided = ["case.member-added 2019-06-04", "voided case.member-added 2019-06-04"]
            #expect(try await household.file() == voided)
            try await household.given(Self.join("2019-06-06"))
            let leaving = try await household.given(Self.leave("2019-06-07"))
            try await household.given(.void(leaving), .phase("c-1", "preliminary-assessment", "2019-06-08"))
            let back = [
                "case.member-added 2019-06-06", "case.member-removed 2019-06-07",
                "voided case.member-removed 2019-06-07",
                "case.phase-advanced 2019-06-08",
            ]
            #expect(try await household.file() == voided + back)
        }
    }

    @Test func `of a household's case the notes and deliveries for others alone are left out`() async throws {
        try await Household.run { household in
            try await household.given(
                Self.join("2019-06-04"), .note("c-1", "2019-06-05"),
                .note("c-1", "2019-06-06", ["persons": ["p-3"]]),
                .note("c-1", "2019-06-07", ["persons": ["p-2", "p-3"]]),
                .request("m-1", "2019-06-10", ["case": "c-1"]), .authorise("m-1", "2019-06-10"),
                .assign("m-1", "2019-06-10"),
                .deliver("m-1", "2019-06-11", ["minutes": 10, "persons": ["p-3"]]),
                .deliver("m-1", "2019-06-12", ["minutes": 10, "persons": ["p-2", "p-3"]]))
            let told = [
                "mediation.requested 2019-06-10", "mediation.authorised 2019-06-10", "mediation.assigned 2019-06-10",
            ]
            #expect(
                try await household.file()
                    == ["case.member-added 2019-06-04", "case.noted 2019-06-07"] + told
                    + ["mediation.delivered 2019-06-12"])
            // What is noted without a name is of the case's person.
            #expect(
                try await household.file(of: "p-1")
                    == ["case.opened 2019-06-03", "case.noted 2019-06-05"] + told)
        }
    }

    @Test func `a voiding is in the file if and only if what it voids is`() async throws {
        try await Household.run { household in
            let own = try await household.given(.activity("a-1", "2019-06-05", ["present": ["p-2", "p-3"]]))
            let others = try await household.given(.activity("a-2", "2019-06-06", ["present": ["p-3"]]))
            try await household.given(Self.join("2019-06-07"))
            let note = try await household.given(.note("c-1", "2019-06-10"))
            try await household.given(.void(own), .void(others), .void(note))
            #expect(
                try await household.file() == [
                    "activity.held 2019-06-05", "case.member-added 2019-06-07", "voided activity.held 2019-06-05",
                ])
        }
    }
}
