import Office

extension English {
    static func text(_ form: FieldForm) -> String {
        switch form {
        case .id: "id: 1–64 of A-Z a-z 0-9 . _ : -, not starting with -"
        case .text: "text of 1–500 characters, no control characters"
        case .minutes: "whole minutes above 0"
        case .count: "whole number, 0 or more"
        case .cents: "whole euro cents above 0"
        case .wholeNumber: "a whole number"
        case .bool: "true·false"
        case .words(let words): words.joined(separator: "·")
        case .list(let element): "list of: " + text(element)
        case .ids: "a list of ids"
        case .day: "day YYYY-MM-DD of the calendar"
        case .month: "month YYYY-MM"
        case .clock: "clock HH:MM, local"
        case .dayOfYear: "day of the year MM-DD"
        case .moment:
            "a moment of RFC 3339 with a zone and up to six decimals, such as 2019-06-03T08:00:00Z or "
                + "2019-06-03T10:00:00+02:00"
        case .storedMoment: "YYYY-MM-DDTHH:MM:SS.ffffffZ"
        case .positionOrMoment:
            "a position (0, 1, 2…), or an instant with its zone (2019-08-01T00:00:00Z, or +02:00)"
        case .revision: "a revision, 0 or more"
        case .commandID: "an id that is not labd and does not begin with labd:"
        case .language: "ISO 639-1 language, such as ar"
        case .country: "ISO 3166-1 alpha-2 country, XK Kosovo, XA stateless or XX undetermined"
        case .birthYear: "year of birth, 1900 or later"
        case .stream: "stream, as worker/sw-01 or project"
        case .scope: "\"all\", or a list of ids"
        case .plan: "a plan (catalogue of the plan: period, funds, places, lines, phases, …)"
        case .span: "{from, to}: days, to not before from"
        case .object(let members): "{" + members.joined(separator: ", ") + "}"
        case .anyObject: "a JSON object"
        case .numbers: "an object of whole numbers"
        }
    }
}
