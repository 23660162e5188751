package import CanonicalJSON

/// A nationality: ISO 3166-1 alpha-2; `XK` Kosovo, which the standard does not have and ISTAT uses; `XA` stateless or `XX`
/// undetermined (both within the fund's target, Reg. 516/2014 art. 2).
public struct Nationality: TextForm, Hashable, BitwiseCopyable {
    private let first: UInt8
    private let second: UInt8

    /// The nationality of that code, or nil.
    public init?(_ text: String) {
        guard Self.codes.contains(text) else { return nil }
        let bytes = Array(text.utf8)
        first = bytes[0]
        second = bytes[1]
    }

    /// The code.
    public var code: String { String(decoding: [first, second], as: UTF8.self) }

    /// The code as a number.
    package var number: Int32 { Int32(first) << 8 | Int32(second) }

    /// Returns the code of a nationality's number.
    package static func code(ofNumber number: Int32) -> String {
        String(decoding: [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)], as: UTF8.self)
    }

    package static var form: FieldForm { .country }
    package static var kind: FieldKind { .code }
    static var sample: String { "XX" }

    package static let codes = Set(
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA \
        CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA \
        GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP \
        KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS \
        MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS \
        RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW \
        TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW XA XK XX
        """.split(separator: " ").map(String.init))
}

/// A calendar year in which someone can have been born.
public struct BirthYear: FieldValue, Hashable {
    /// 1900 … 2200.
    public let year: Int

    static var range: ClosedRange<Int> { 1900...2200 }

    package init(_ json: JSON, field: String) throws(Refusal) {
        year = try wholeNumber(json, in: Self.range, field, Self.form)
    }

    package static var form: FieldForm { .birthYear }
    package static var kind: FieldKind { .number }
    package static func placeholder() throws(Refusal) -> BirthYear { try BirthYear(.integer(1990), field: "") }
}
