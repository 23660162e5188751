internal import Views

extension CaseFile: TerminalRenderable {
    func text(_ style: Style) -> String {
        var out = head("Case \(self.case)", style)
        out += "\(state), in \(phase); \(line) at \(place), with \(worker)\n"
        out += "opened \(opened) for \(person)" + (members.isEmpty ? "" : " and \(members.joined(separator: ", "))")
        if let contact { out += ", from contact \(contact)" }
        if let closed { out += "; closed \(closed)" + (outcome.map { " (\($0))" } ?? "") }
        out += "\n"
        if minor { out += "a minor" + complexity.map { ", " + $0 }.joined() + "\n" }
        for (what, ids) in [
            ("waits for an answer to", openReferrals), ("measures in force", openMeasures), ("mediations", mediations),
        ] where !ids.isEmpty {
            out += "\(what): \(ids.joined(separator: ", "))\n"
        }
        out += "\(hours(loggedMinutes)) hours logged about it\n\n"
        var table = Table([.left("On"), .left("What"), .left("Says"), .left("Flags"), .right("Position")])
        for step in steps {
            let says = step.says.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            table.add([
                .text(step.on), .text(step.type), .text(says), .text(step.flags.joined(separator: ", ")),
                Table.Cell(String(step.position)),
            ])
        }
        out += table.text(style) + "\n"
        var stayed = Table([.left("Phase"), .left("From"), .left("To"), .right("Days")])
        for stay in stays { stayed.add([.text(stay.phase), .text(stay.from), .text(stay.to), .count(stay.days)]) }
        return out + stayed.text(style)
    }
}
