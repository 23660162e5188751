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
        // Tax codes: with replaced digits, in groups, provisional ones, those of the health service.
        "RSSMRA85T10A56NH", "rssmra85t10a56nh", "RSS MRA 85T10 A562S", "RSSMRA 85T10 A562 S", "RSS-MRA-85T10-A562S",
        "RSSMRA85T10A562X", "codice fiscale provvisorio 01234567897", "C.F. 01234567890", "cod. fisc.: 01234567897",
        "il signor Rossi, 01234567897", "STP0301234567890", "STP 030 123 4567890", "tesserino stp n. 0301234567890",
        "ENI0301234567890", "tessera 80380000300123456789",
        // Telephones.
        "030/7008231", "(030) 7008231", "347.1234567", "0039 030 7008231", "0039 347 1234567", "00393471234567",
        "347 12 34 567", "030 - 7008231", "030\u{A0}7008231", "347–1234567", "(+39) 347 1234567", "+39 (0)30 7008231",
        "39 347 1234567", "00212 661 234567", "+92 300 1234567", "06 61 23 45 67", "tel. 7008231", "n.3471234567",
        "030 7008231 12 marzo", "prot. 123/2019, tel. 030 7008231", "Tel: 347-1234567/348-7654321", "030 7008231/32",
        "nota prot. di Anna 347 1234567", "0307008231.Chiamare dopo le 17",
        "(212) 555 0143", "212-555-0143", "chiamare 700 82 31",
        // Account numbers.
        "IT60 X054 2811 1010 0000 0123 456", "it60x0542811101000000123456", "IT 60 X 05428 11101 000000123456",
        "DE89 3704 0044 0532 0130 00", "RO49AAAA1B31007593840000",
        // Documents.
        "AA1234567", "carta d’identità AA 1234567", "CA12345AB", "carta d'identità n. ca12345ab", "C.I. 1234567AB",
        "permesso di soggiorno i12345678", "pds n. I 12345678", "U1A2B3456C", "BS1234567X", "BS 1234567 X",
        "passaporto n. 123456789", "passaporto marocchino AB123456",
        "A1234567", "passaporto 49 66 911890",
        // Mail.
        "mario.rossi (at) example.it", "mrossi at example.it", "mario.rossi at example.it",
        "mario.rossi chiocciola example punto it",
        "mario.rossi @ example.it", "mario[at]example[dot]it", "<M.ROSSI@EXAMPLE.IT>", "niccolò@example.it",
        "rossi+prova@posta-certificata.example.org.",
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
        // Protocols, acts, projects.
        "prot. 0012345/2019", "0012345/2019", "00123456789", "prot. 0301234567", "protocollo n. 3471234567",
        "0060703503/2018 12 marzo", "00123456789 12 marzo", "0023703518/2020",
        "PG0123456/2019", "AA1234567/2019", "CUP E81B19000120006", "CIG 7896543210",
        "CIG 0307008231", "CIG ZB1234567C", "L. 47/2017", "D.Lgs. 286/1998 art. 5", "delibera n. 45 del 03/06/2019",
        "AB0301234567", "h-0307008231", "https://example.it/p?id=3471234567", "mandato 3471234567",
        "cap. 3701767 12 marzo",
        "permesso di soggiorno, prot. 0012345", "documento n. 12345/2019", "documenti 2019-000123",
        "mandato di pagamento n. 3471234567",
        // Businesses and bodies.
        "P.IVA 01234567897", "partita IVA IT01234567897", "C.F./P. IVA 01234567897", "cooperativa A, 01234567897",
        "Bianchi & C. S.a.s. 01234567897", "protocollo generale n. 3471234567", "codice ufficio n. 0301234567",
        "IT01234567897", "C.F. 91234567897", "C.F. del Comune di Chiari 00606990174",
        // Days, hours, amounts, places, numbers.
        "03-06-2019 09:30", "03.06.2019 09.30-12.30", "dal 03/06/2019 al 31/12/2019", "03 06 2019 0930",
        "06.30-12.30 13.30-17.30", "2019-06-03T08:00:00.000000Z", "20190603T093000Z", "telefonata del 03/06/2019",
        "permesso scaduto il 20200210", "passaporto scaduto IL 20200210", "€ 3.471.234,56", "€ 347.123.456",
        "3471234567 euro", "1 347 123 456", "+12.345.678,00", "art. 314 327 336 338", "017041 017045 017162 017166",
        "piazza Martiri della Libertà 26, 25032 Chiari (BS)", "45.5358500, 9.9312300",
        "30312504-4f89-11d3-9a0c-030582330155", "2590b76b-0e4f-ba20-2ee9-f3f226eeade1", "s-0000001", "p-000148",
        "s3471234567", "366 395 44 318 69 343", "39.204.242.197",
        // Codes whose check digits do not agree.
        "RSSMRA85T10A56NX", "RSS MRA 85T10 A562X", "IT61X0542811101000000123456", "Rossi, 12345678900",
        // No address of a person.
        "email", "manca l'email", "incontro @ Chiari", "@ufficio.piano", "3 @ 2.50", "protocollo@pec.comune.example.it",
        "visibile at www.example.it", "ore 10 @ biblioteca. Portare il documento",
    ]) func `does not look like personal data`(_ text: String) {
        #expect(!PersonalDataPatterns.match(text))
    }

    @Test(arguments: ["030\n7008231", "RSSMRA\n85T10A562S", "tel.\n7008231", "mario@\nexample.it"])
    func `two elements of a list are not read as one text`(_ text: String) {
        #expect(!PersonalDataPatterns.match(text))
    }

    @Test func `every code with replaced digits is known by its check letter, and by no other`() {
        let digits = [6, 7, 9, 10, 12, 13, 14]
        for replaced in 1..<128 {
            var code = Array("RSSMRA85T10A562".utf8)
            for (bit, place) in digits.enumerated() where replaced & 1 << bit != 0 {
                code[place] = Array("LMNPQRSTUV".utf8)[Int(code[place] & 0x0F)]
            }
            let found = (UInt8(ascii: "A")...UInt8(ascii: "Z")).filter {
                PersonalDataPatterns.match(String(decoding: code + [$0], as: UTF8.self))
            }
            #expect(found.count == 1, "\(String(decoding: code, as: UTF8.self))")
        }
    }

    @Test func `an account number with one wrong digit is not recognised`() {
        let number = Array("IT60X0542811101000000123456".utf8)
        for place in number.indices.dropFirst(5) {
            for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where number[place] != digit {
                var wrong = number
                wrong[place] = digit
                #expect(!PersonalDataPatterns.match(String(decoding: wrong, as: UTF8.self)))
            }
        }
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
                == .accepted(["personal-data-suspected", "unknown-code"]))
    }

    @Test func `sealed fields may hold personal data`() throws {
        let scenario = try Scenario.atWork()
        #expect(
            scenario.when(.person("p-9", ["taxCode": "RSSMRA85T10A562S", "contact": "333 1234567"])) == .accepted)
        #expect(scenario.when(.evidence("p-9", ["number": "I12345678"])) == .accepted)
    }

    @Test func `a plan's texts are checked, and those of the shipped plan contain nothing personal`() throws {
        let scenario = try Scenario()
        scenario.today("2019-05-28")
        #expect(scenario.when(.adopt()) == .accepted)
        #expect(
            scenario.when(.adopt(.shippedPlan.setting("places.3.name", "Chiari, tel. 030 7008123")))
                == .accepted(["personal-data-suspected"]))
    }
}
