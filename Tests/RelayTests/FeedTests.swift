import RegionFeed
import Testing

@Suite struct FeedTests {
    @Test func `names are those of the region, the office and the generation`() throws {
        let feed = try #require(OfficeFeed(region: "lombardia", office: "oglio-ovest"))
        #expect(feed.stream == "labd-lombardia-oglio-ovest")
        #expect(feed.streamSubject == "labd.lombardia.oglio-ovest.*.*")
        #expect(feed.subjects(2) == "labd.lombardia.oglio-ovest.2.*")
        #expect(feed.events(1) == "labd.lombardia.oglio-ovest.1.events")
        #expect(feed.checkpoints(2) == "labd.lombardia.oglio-ovest.2.checkpoint")
        #expect(feed.cosignatures(3) == "labd-cosignatures.lombardia.oglio-ovest.3")
        #expect(feed.resend == "labd.lombardia.oglio-ovest.resend")
    }

    @Test func `a full stop in an office's id does not divide its subjects`() throws {
        let feed = try #require(OfficeFeed(region: "r", office: "a.b:c"))
        #expect(feed.events(1) == "labd.r.a%2Eb:c.1.events")
        #expect(feed.stream == "labd-r-a%2Eb:c")
        var generation = 0
        #expect(OfficeFeed(subject: feed.events(7), generation: &generation) == feed)
        #expect(generation == 7)
    }

    @Test(arguments: ["", "a b", "a*", ">", "à", String(repeating: "x", count: 65), "a%2Eb"])
    func `what is no id makes no names`(_ office: String) {
        #expect(OfficeFeed(region: "r", office: office) == nil)
    }

    @Test(arguments: [
        "labd.r.o.1", "labd.r.o.0.events", "labd.r.o.+1.events", "labd.r.o.1.other", "other.r.o.1.events",
        "labd.r.o.1.events.more",
    ])
    func `another subject is of no office`(_ subject: String) {
        var generation = 0
        #expect(OfficeFeed(subject: subject, generation: &generation) == nil)
    }

    @Test func `a source names the office, which may have colons, and the generation`() {
        #expect(LogSource("urn:labd:oglio-ovest:1").map { [$0.office, "\($0.generation)"] } == ["oglio-ovest", "1"])
        #expect(LogSource("urn:labd:a:b:12").map { [$0.office, "\($0.generation)"] } == ["a:b", "12"])
        for text in ["", "urn:labd:", "urn:labd:x", "urn:labd::1", "urn:labd:x:0", "urn:labd:x:-1", "urn:other:x:1"] {
            #expect(LogSource(text) == nil, "\(text)")
        }
    }

    @Test func `a request to send lines again is read as it was written, and nothing else is one`() {
        let request = ResendRequest(generation: 2, from: 4_711)
        #expect(ResendRequest(request.bytes) == request)
        for text in [
            "", "{}", "[]", #"{"from":1}"#, #"{"from":-1,"generation":1}"#, #"{"from":1,"generation":0}"#,
            #"{"from":"1","generation":1}"#, #"{"from":1,"generation":1}"# + String(repeating: " ", count: 300),
        ] {
            #expect(ResendRequest(Array(text.utf8)) == nil, "\(text)")
        }
    }

    @Test func `an answer names its code, or what comes`() {
        #expect(
            String(decoding: ResendAnswer.accepted(from: 1, lines: 2).bytes, as: UTF8.self) == #"{"from":1,"lines":2}"#)
        #expect(
            String(decoding: ResendAnswer.refused(code: .busy, detail: "later").bytes, as: UTF8.self)
                == #"{"code":"busy","detail":"later"}"#)
    }
}
