import CanonicalJSON
import CivilTime
import Presentation
import Views
import Wording

/// What the office knows of a person, as it is given to that person (GDPR, art. 15): papers, decisions, cases, contacts and services.
/// Sealed data, including the name, is not among the figures; the caller adds it as an annex.
enum PersonDocument {
    static func draft(
        _ asked: [(Views.Parameter, String)], _ source: some DocumentSource
    ) async throws -> Draft {
        let language = source.names.language
        let answer = try await source.answer(PersonFile.self, asked)
        let person = answer.value
        var draft = Draft(
            title: language.say("Access to personal data", it: "Accesso ai dati personali"),
            subject: language.say(
                "\(person.person), GDPR art. 15", it: "\(person.person), art. 15 del Reg. UE 2016/679"),
            basis: person.basis, language: language)
        let parts = AnswerParts(answer, source)
        draft.add(
            parts.values(
                language.say("The person", it: "La persona"),
                [
                    "person": nil, "on": language.say("As of the day", it: "Al giorno"), "nationality": nil,
                    "otherNationalities": nil, "birthYear": nil, "sex": nil, "place": nil, "unaccompaniedMinor": nil,
                    "registered": nil, "status": nil, "validUntil": nil, "expired": nil, "restricted": nil,
                    "erased": nil, "linked": nil,
                ]), as: "person")
        draft.add(
            parts.table(
                language.say("Papers", it: "Documenti"), "evidence",
                ["kind": nil, "from": nil, "to": nil, "validUntil": nil, "position": nil]), as: "evidence")
        draft.add(
            parts.table(
                language.say("Decisions on eligibility", it: "Valutazioni di ammissibilità"), "decisions",
                ["verdict": nil, "rule": nil, "from": nil, "to": nil, "position": nil]), as: "decisions")
        draft.add(
            parts.table(
                language.say("Cases", it: "Casi"), "cases",
                ["case": nil, "opened": nil, "place": nil, "phase": nil, "worker": nil, "closed": nil]), as: "cases")
        draft.add(
            parts.table(
                language.say("Contacts", it: "Contatti"), "contacts",
                [
                    "contact": nil, "on": nil, "place": nil, "channel": nil, "topics": nil, "outcome": nil,
                    "worker": nil,
                ]), as: "contacts")
        draft.add(
            parts.table(
                language.say("Services received", it: "Servizi ricevuti"), "services",
                ["on": nil, "kind": nil, "line": nil, "place": nil, "counts": nil, "event": nil]),
            as: "services")
        return draft
    }
}
