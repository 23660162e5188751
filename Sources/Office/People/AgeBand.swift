/// The age bands of the fund's annex, in the year of the service.
package enum AgeBand: String, Sendable, CaseIterable {
    case child = "0–13"
    case adolescent = "14–17"
    case young = "18–24"
    case adult = "25–64"
    case elder = "65+"
    case unknown

    package init(age: Int) {
        switch age {
        case ...13: self = .child
        case 14...17: self = .adolescent
        case 18...24: self = .young
        case 25...64: self = .adult
        default: self = .elder
        }
    }

    /// Its place among all.
    var number: Int32 {
        switch self {
        case .child: 0
        case .adolescent: 1
        case .young: 2
        case .adult: 3
        case .elder: 4
        case .unknown: 5
        }
    }
}
