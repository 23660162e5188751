import Office

extension Italian {
    static func message(_ reason: YouthReason) -> Message {
        switch reason {
        case .presentTwice(let person):
            Message("\(person.text) è presente due volte", accepted: "ogni persona una volta sola")
        }
    }
}
