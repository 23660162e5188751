/// Where labd answers what.
public enum Paths {
    /// `POST`: one command as a JSON object, or many as NDJSON. With `?stop=1`, what follows a refusal is not tried; with
    /// `?rehearse=1`, lines are answered as they would be, and nothing is recorded.
    public static let commands = "/v1/commands"
    /// `GET`: the plan in force.
    public static let plan = "/v1/plan"
    /// `GET`: stored lines as NDJSON, from the position `from` on; with `follow=1`, those to come as well.
    public static let events = "/v1/events"
    /// `GET`: whether labd is well, and where its log stands.
    public static let health = "/healthz"

    /// `GET`: a view, by its name (`compliance`, `case`, …).
    public static func view(_ name: String) -> String { "/v1/" + name }
}

/// The media types that labd speaks.
public enum MediaTypes {
    /// One JSON value.
    public static let json = "application/json"
    /// Lines of JSON, one value each.
    public static let ndjson = "application/x-ndjson"
    /// A refusal (RFC 9457).
    public static let problem = "application/problem+json"
}
