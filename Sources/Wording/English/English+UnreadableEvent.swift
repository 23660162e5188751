import Office

extension English {
    static func text(_ fault: UnreadableEvent.Fault) -> String {
        switch fault {
        case .unknownType: "this labd knows no such type"
        case .unknownVersion(let newest): "this labd knows versions 1 to \(newest) of it"
        case .notUpcast(let version): "this labd cannot read version \(version) of it as version \(version + 1)"
        case .unknownFlag: "it has a flag unknown here"
        case .malformed(let refusal): refusal.message(in: .english).detail
        case .unfit: "it does not fit the events before it"
        }
    }
}
