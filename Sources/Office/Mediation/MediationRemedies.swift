extension RequestMediation {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        [Remedy(CancelMediation.self, ["mediation": mediation.text])]
    }
}

extension AuthoriseMediation {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(AuthoriseMediation.self, ["mediation": mediation.text])]
    }
}

extension AssignMediator {
    func remedies(_ office: Office, position: Int) -> [Remedy] {
        office.voiding(position) + [Remedy(AssignMediator.self, ["mediation": mediation.text])]
    }
}
