import CivilTime
import Markup
import Views

/// What an address asks of a page, and the address as it should be written.
///
/// Forms send more than an answer needs: empty fields, the sliders of the two times, days for moments of knowledge. The page
/// answers those with the address that says the same in the view's own parameters, so that a link is always an answer.
struct Asked {
    /// The parameters of pages that no view has.
    static let ownParameters: Set<String> = ["lang", "rows", "skip", "recorded"]

    /// The address in the view's own parameters.
    let address: Address

    init(_ address: Address) {
        var result = Address(address.path, fragment: address.fragment)
        for (name, value) in address.query where !value.isEmpty && !Self.isOfSlider(name) { result[name] = value }
        for name in ["on", "asOf"] {
            guard let slid = address[name + "Slide"].flatMap({ Int($0) }), let stood = address[name + "Stood"],
                Int(stood) != slid
            else { continue }
            result[name] = Day(number: slid).description
        }
        // A day of knowledge is the moment at which it ended.
        if let day = result["asOf"].flatMap({ Day($0) }) {
            result["asOf"] = Instant(microseconds: EuropeRome.start(of: day.adding(1)) * 60_000_000).description
        }
        self.address = result
    }

    private static func isOfSlider(_ name: String) -> Bool {
        ["onSlide", "onStood", "asOfSlide", "asOfStood"].contains(name)
    }

    /// The parameters for the view.
    var parameters: [(name: String, value: String)] {
        address.query.filter { !Self.ownParameters.contains($0.name) }
    }
}
