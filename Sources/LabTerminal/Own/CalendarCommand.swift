internal import ArgumentParser
internal import Views

/// `labctl calendar`, or `labctl calendario`.
struct CalendarCommand: ViewCommand {
    static var configuration: CommandConfiguration {
        var configuration = configuration()
        configuration.aliases = ["calendario"]
        return configuration
    }
    static let view: any Answer.Type = OfficeCalendar.self

    @ParentCommand var labctl: Labctl
    @OptionGroup var options: ViewOptions<Self>
}
