extension RegisterPerson {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(CorrectPerson.self, ["person": person.text])]
    }
}

extension CorrectPerson {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(CorrectPerson.self, ["person": person.text])]
    }
}

extension LinkPeople {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(UnlinkPeople.self, ["person": person.text, "same": same.text])]
    }
}

extension UnlinkPeople {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(LinkPeople.self, ["person": person.text, "same": same.text])]
    }
}

extension RestrictPerson {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(LiftRestriction.self, ["person": person.text])]
    }
}

extension LiftRestriction {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(RestrictPerson.self, ["person": person.text])]
    }
}
