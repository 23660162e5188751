import CanonicalJSON
import Testing

@testable import LabServer

struct AcceptLanguageTests {
    @Test(arguments: [
        ("it", "it"), ("en, it;q=0.5", "en"), ("en;q=0.5, it", "it"), ("it;q=0.8, en;q=0.8", "it"),
        ("IT-it", "it"), ("it-CH;q=0.9, en;q=0.2", "it"), ("de, *;q=0.1", "en"), ("*, en;q=0", "it"),
        ("it;q=0.001, en;q=0", "it"), (" it ; q=1.000 , en ; q=0.999", "it"), ("en-GB;q=1, en;q=0, it;q=0.1", "it"),
        ("it-CH;q=0.2, en;q=0.5, it-IT", "it"), ("it-IT, en;q=0.5, it-CH;q=0.2", "it"),
        ("en-GB;q=0, en-US, it;q=0.1", "en"), ("en-US, en-GB;q=0, it;q=0.1", "en"), ("en-GB;q=0, *", "en"),
        ("en;q=0, *;q=0.5, it-IT;q=0", "it"), ("it;q=0.1, it;q=0.9, en;q=0.5", "it"),
    ])
    func `the language wanted most is found`(value: String, tag: String) {
        #expect(AcceptLanguage(value).best(of: ["en", "it"]) == tag)
    }

    @Test(arguments: [
        "", "de, fr;q=0.5", "en-GB;q=0", "it-IT, it;q=0", "en-GB;q=0, it;q=0", "it;q=0", "*;q=0", "it;q=2",
        "it;q=0.1234", "it;q=1.001", "it;q=", "it;level=1",
        "it;q=1;x=2",
        ",,;", "ität", "i t",
    ])
    func `what asks for none of them, or is not of the grammar, finds nothing`(value: String) {
        #expect(AcceptLanguage(value).best(of: ["en", "it"]) == nil)
    }

    @Test func `a refusal is told in Italian, and is the same in all that programs read`() async throws {
        try await Service.run { service in
            let body = Array(
                #"{"id":"x","command":"worker.leave","data":{"worker":"sw-1","on":"2019-06-31"}}"#.utf8)
            let english = try await service.ask("POST", "/v1/commands", body)
            let italian = try await service.ask("POST", "/v1/commands", body, language: "it-IT, en;q=0.5")
            #expect(english.head.lowercased().contains("content-language: en"))
            #expect(italian.head.lowercased().contains("content-language: it"))
            #expect(italian.status == english.status)
            let object = try #require(italian.object)
            #expect(object["title"] == "Valore non valido")
            #expect(object["detail"] == "on non può avere questo valore")
            #expect(object["accepted"] == "giorno del calendario AAAA-MM-GG")
            let prose: Set = ["title", "detail", "accepted"]
            #expect(
                object.members.filter { !prose.contains($0.name) }
                    == english.object?.members.filter { !prose.contains($0.name) })
        }
    }
}
