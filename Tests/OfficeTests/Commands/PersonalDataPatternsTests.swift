import CanonicalJSON
import OfficeSpecification
import Testing

@testable import Office

struct PersonalDataPatternsTests {
    @Test(arguments: [
        "RSSMRA85T10A562S", "rssmra85t10a562s", "codice RSSMRA85T10A562S, residente", "333 1234567",
        "chiama 333 1234567 domani", "3331234567", "030 7008123", "0307008123.", "+39 030 7008123", "+212612345678",
        "tel. +39 333-1234567", "mario.rossi@example.it", "scrivere a m_rossi@posta.example.org entro",
        "IT60X0542811101000000123456", "iban IT60X0542811101000000123456", "permesso I12345678", "YA1234567",
        "CA12345AA", "sotto: CA12345AA.",
    ]) func `looks like personal data`(_ text: String) {
        #expect(PersonalDataPatterns.match(text))
    }

    @Test(arguments: [
        "desk", "Comezzano-Cizzago", "Urago d'Oglio", "PROG-2463", "prot. 12345/2019", "DL 18/2020 art. 103",
        "ordinanza regionale 23/02/2020", "2019-06-01 09:30", "dal 2019-06-01 al 2020-03-31", "h-000123", "p-1234567",
        "cooperativa-a", "fami-516-2014-art-9", "1.628 ore", "€ 31.234,56", "k-0000123", "@casa", "a@b", "@",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c1a03012345678".suffix(64).description,
        "RSSMRA85T10A562", "XRSSMRA85T10A562S", "ca12345aa", "123 4567", "2019 333 12",
    ]) func `does not look like personal data`(_ text: String) {
        #expect(!PersonalDataPatterns.match(text))
    }

    @Test func `a suspicion is flagged and refuses nothing`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.hours("h-1", "2019-06-05", ["activity": "chiamato 333 1234567 due volte"]))
                == .accepted(["personal-data-suspected"]))
        #expect(
            scenario.when(.person("RSSMRA85T10A562S")) == .accepted(["personal-data-suspected"]))
        #expect(
            scenario.when(.contact("k-1", "2019-06-05", ["topics": ["housing", "YA1234567"]]))
                == .accepted(["personal-data-suspected"]))
    }

    @Test func `sealed fields may hold personal data`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.person("p-9", ["taxCode": "RSSMRA85T10A562S", "contact": "333 1234567"])) == .accepted)
        #expect(scenario.when(.evidence("p-9", ["number": "I12345678"])) == .accepted)
    }

    @Test func `a plan's texts are looked at, and those of the shipped one hide nothing`() throws {
        let scenario = try Scenario()
        scenario.today("2019-05-28")
        #expect(scenario.when(.adopt()) == .accepted)
        #expect(
            scenario.when(.adopt(.shippedPlan.setting("places.3.name", "Chiari, tel. 030 7008123")))
                == .accepted(["personal-data-suspected"]))
    }
}
