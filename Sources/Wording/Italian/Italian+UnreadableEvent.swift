import Office

extension Italian {
    static func text(_ fault: UnreadableEvent.Fault) -> String {
        switch fault {
        case .unknownType: "questo labd non conosce il tipo"
        case .unknownVersion(let newest): "questo labd ne conosce le versioni da 1 a \(newest)"
        case .notUpcast(let version): "questo labd non sa leggerne la versione \(version) come versione \(version + 1)"
        case .unknownFlag: "ha un avviso qui sconosciuto"
        case .malformed(let refusal): message(refusal.reason, of: refusal.field ?? "").detail
        case .unfit: "non si accorda con gli eventi precedenti"
        }
    }
}
