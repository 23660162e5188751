package import CanonicalJSON

extension Scenario {
    /// An office at work: the plan adopted, a coordinator, two social workers, an educator and two mediators enrolled,
    /// the persons p-1 and p-2 registered, as it stands on a Wednesday, 2019-06-12.
    package static func atWork(plan: JSON = .shippedPlan) throws -> Scenario {
        let scenario = try Scenario()
        scenario.today("2019-05-28")
        try scenario.given(
            .adopt(plan), .enrol("co-1", "coordinator"),
            .enrol("sw-1", "social-worker", ["supervisor": "co-1"]),
            .enrol("sw-2", "social-worker"),
            .enrol("ed-1", "educator"),
            .enrol("me-1", "mediator", ["languages": ["ar", "fr"]]),
            .enrol("me-2", "mediator", ["languages": ["sq"]]))
        scenario.today("2019-06-12")
        try scenario.given(.person("p-1"), .person("p-2"))
        return scenario
    }

    /// The same with the case c-1 of p-1 open since 2019-06-03 at Rovato's desk.
    package static func withCase(_ changes: JSON = [:]) throws -> Scenario {
        let scenario = try atWork()
        try scenario.given(.open("c-1", "2019-06-03", changes))
        return scenario
    }

    /// The same with the mediation m-1 asked for on 2019-06-03, authorised for 90 minutes, and me-1 assigned.
    package static func withMediation(_ changes: JSON = [:]) throws -> Scenario {
        let scenario = try atWork()
        try scenario.given(
            .request("m-1", "2019-06-03", changes), .authorise("m-1", "2019-06-04"), .assign("m-1", "2019-06-04"))
        return scenario
    }

    /// The same with an hour logged on 2019-06-05, June signed and approved, as it stands on 2019-07-05.
    package static func withApprovedJune() throws -> Scenario {
        let scenario = try atWork()
        try scenario.given(.hours("h-1", "2019-06-05"))
        scenario.today("2019-07-05")
        try scenario.given(.complete("2019-06"), .sign("2019-06"), .approve("2019-06"))
        return scenario
    }
}
