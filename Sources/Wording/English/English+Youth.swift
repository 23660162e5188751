import Office

extension English {
    static func message(_ reason: YouthReason) -> Message {
        switch reason {
        case .presentTwice(let person):
            Message("\(person.text) is present twice", accepted: "each person once")
        }
    }
}
