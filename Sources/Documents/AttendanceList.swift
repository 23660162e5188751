import CanonicalJSON
import CivilTime
import Office
import Presentation
import Views
import Wording

/// The attendance list of an activity: who was there, with a place for each signature.
enum AttendanceList {
    static func draft(
        _ asked: [(Views.Parameter, String)], _ source: some DocumentSource, _ opened: [String: String]
    ) async throws -> Draft {
        let language = source.names.language
        let answer = try await source.answer(ActivityFile.self, asked)
        let activity = answer.value.row
        let kind = Codes.text(of: activity.kind, as: "kind", in: language)
        let place = source.names.name(.place, activity.place)
        var draft = Draft(
            title: language.say("Attendance list", it: "Foglio presenze"),
            subject: "\(kind), \(place), \(Day(activity.on).map { language.long($0) } ?? activity.on)",
            basis: answer.value.basis, language: language)
        draft.add(language.say("Activity", it: "Attività"), activity.activity, "activity", .string(activity.activity))
        draft.add(language.say("Kind", it: "Tipo"), kind, "kind", .string(activity.kind))
        draft.add(
            language.say("Day", it: "Giorno"),
            Day(activity.on).map { language.weekday($0) + " " + language.printed($0) } ?? activity.on, "on",
            .string(activity.on))
        draft.add(language.say("Place", it: "Sede"), place, "place", .string(activity.place))
        draft.add(
            language.say("Desk", it: "Sportello"), Codes.text(of: activity.desk, as: "desk", in: language), "desk",
            .string(activity.desk))
        draft.add(
            language.say("Worker", it: "Operatore"), opened["worker/\(activity.worker)"] ?? activity.worker, "worker",
            .string(activity.worker))
        draft.add(
            language.say("Duration", it: "Durata"), language.hours(activity.minutes), "minutes",
            .integer(Int64(activity.minutes)))
        draft.add(
            language.say("Present, known and anonymous", it: "Presenti, noti e anonimi"),
            "\(language.grouped(activity.persons.count)), \(language.grouped(activity.anonymous))", "anonymous",
            .integer(Int64(activity.anonymous)))
        if answer.value.detail.voided {
            draft.add(
                language.say("Voided", it: "Annullata"),
                language.say("counts as never recorded", it: "vale come mai registrata"), "voided", .bool(true))
        }
        draft.add("persons", .array(activity.persons.map(JSON.string)))
        let blank = Document.Cell.empty
        let anonymous = language.say("anonymous", it: "anonimo")
        let rows =
            activity.persons.map { person in
                [.text(person), opened["person/\(person)"].map { .text($0) } ?? blank, blank]
            } + (0..<activity.anonymous).map { _ in [.text(anonymous), blank, blank] }
        draft.addAside(
            Document.Table(
                title: language.say("Present", it: "Presenti"),
                columns: [
                    Document.Column(language.say("No.", it: "N.")),
                    Document.Column(language.say("Person", it: "Persona")),
                    Document.Column(language.say("Name", it: "Nome")),
                    Document.Column(language.say("Signature", it: "Firma")),
                ], rows: rows.enumerated().map { Document.Row([.number($0 + 1)] + $1) }, isWrittenOn: true))
        draft.people = ["worker/\(activity.worker)"] + activity.persons.map { "person/\($0)" }
        draft.signatures = [
            Document.Signature(
                role: language.say("The worker", it: "L'operatore"),
                name: opened["worker/\(activity.worker)"] ?? activity.worker)
        ]
        return draft
    }
}
