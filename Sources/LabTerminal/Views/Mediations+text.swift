internal import Views

extension Mediations: TerminalRenderable {
    func text(_ style: Style) -> String {
        var out = head("Mediation", style)
        out += "\(grouped(requests)) requests: asked \(hours(askedMinutes)), authorised \(hours(authorisedMinutes)), "
        out += "delivered \(hours(deliveredMinutes))\n"
        out += "\(grouped(missed)) missed appointments, \(hours(missedMinutes)) of them paid all the same\n"
        if let median = waiting.medianDays, let longest = waiting.longestDays {
            out += "waiting for the first delivery: \(grouped(median)) days in the middle, "
            out += "\(grouped(longest)) at most, of \(grouped(waiting.delivered)) requests with one\n"
        }
        out += counts("State", byState, style) + counts("Setting", bySetting, style)
        out += counts("Language", byLanguage, style)
        out += sums("Place", byPlace, style) + sums("Month", byMonth, style)
        out += counts("Nothing delivered", unmet, style) + counts("Cancelled for", cancelledByReason, style)
        return out
    }

    private func sums(_ heading: String, _ sums: [String: Sum], _ style: Style) -> String {
        guard !sums.isEmpty else { return "" }
        var table = Table([
            .left(heading), .right("Requests"), .right("Asked"), .right("Authorised"), .right("Delivered"),
        ])
        for (name, sum) in sums.sorted(by: { $0.key < $1.key }) {
            table.add([
                .text(name), .count(sum.requests), .hours(sum.askedMinutes), .hours(sum.authorisedMinutes),
                .hours(sum.deliveredMinutes),
            ])
        }
        return "\n" + table.text(style)
    }
}
