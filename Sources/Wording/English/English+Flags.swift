import Office

extension English {
    static func text(_ flag: Flag) -> String {
        switch flag {
        case .afterSigning: "the worker had signed the month already"
        case .eligibleUnionCitizen: "all nationalities of the person are of the Union on the first day of the decision"
        case .holidayWork: "the day is a Sunday, a national holiday or the place's patron day"
        case .implausibleTaxCode:
            "the tax code's last character does not follow from the others, or it does not fit the birth year or the sex"
        case .lateEntry: "recorded later than the plan expects"
        case .minorCameOfAge: "the case was opened for a minor who comes of age this year or came of age earlier"
        case .outOfOrder: "the day lies before that of the previous step"
        case .overAnnual: "the worker has more than 1,720 hours in the calendar year"
        case .overBudget: "more than the line's budget"
        case .overDay: "the worker has more minutes on the day than the plan expects"
        case .overWeek: "the line has more minutes at the place in the week than the whole week owes"
        case .periodNotOver: "the report's last day is not over yet"
        case .personalDataSuspected:
            "a clear field holds what looks like a tax code, a phone or document number, a mail address or an IBAN"
        case .phaseBack: "the case went back to an earlier phase"
        case .phaseSkip: "the case skipped a phase"
        case .possibleDuplicate: "something very similar is recorded already"
        case .remoteMode: "no suspension covers mediation at a distance on that day at that place"
        case .restrictedPerson: "the person's record is restricted (GDPR art. 18)"
        case .statusExpired: "the person's evidence of residence had run out that day"
        case .unknownCode: "none of the plan's measures has the topic, need, purpose or difficulty"
        }
    }
}
