/// The paths at which labd answers.
public enum Paths {
    /// `POST`: one command as a JSON object, or many as NDJSON. With `?stop=1`, commands after a refusal are not decided; with
    /// `?rehearse=1`, lines are answered as they would be, and nothing is recorded.
    public static let commands = "/v1/commands"
    /// `GET`: the plan in force.
    public static let plan = "/v1/plan"
    /// `GET`: stored lines as NDJSON, from the position `from` on; with `follow=1`, future lines too. As Server-Sent Events if
    /// `Accept` names them.
    public static let events = "/v1/events"
    /// `GET`: whether labd is well, and the position of its log.
    public static let health = "/healthz"

    /// `GET`: labd's metrics, in the text format of Prometheus.
    public static let metrics = "/metrics"

    /// `GET`: the last signed checkpoint (C2SP tlog-checkpoint); with `?witnessed=1`, the last that a witness cosigned.
    public static let checkpoint = "/checkpoint"
    /// `GET`, followed by the coordinates of a tile: the tree's tiles and the lines' bundles (C2SP tlog-tiles).
    public static let tiles = "/tile/"
    /// `GET`: the verifier key of the log's checkpoints.
    public static let logKey = "/v1/log/key"
    /// `GET`: the inclusion proof of `position` in the tree of `size`. Without `size` the tree is that of the last checkpoint,
    /// and the answer is a proof file (C2SP tlog-proof); otherwise it is the proof's hashes.
    public static let proof = "/v1/log/proof"
    /// `GET`: the consistency proof `from` one size `to` another, by default that of the last checkpoint.
    public static let consistency = "/v1/log/consistency"

    /// `POST`: the last checkpoint, or an earlier one of this log, with the cosignature of a witness that the settings name;
    /// the answer is the checkpoint as it is stored.
    public static let cosignatures = "/v1/log/cosignatures"

    /// `POST` an object of `person`, `fields?`, `reason?`: opens sealed fields of a person, which is recorded first.
    public static let personalDataRead = "/v1/personal-data/read"
    /// `POST` an object of `name?`, `taxCode?`, `reason?`: the persons who have all of these.
    public static let personalDataFind = "/v1/personal-data/find"
    /// `POST` an object of `person`, `reason?`: everything that is held about a person, for that person.
    public static let personalDataAccess = "/v1/personal-data/access"
    /// `POST` nothing: wraps all keys with a new office key.
    public static let keysRotate = "/v1/keys/rotate"
    /// `POST` nothing: the backup of the keys, encrypted.
    public static let keysBackup = "/v1/keys/backup"

    /// `GET`: the interface, described as OpenAPI 3.1.
    public static let openAPI = "/openapi.json"

    /// `GET`, followed by the name of a view: its page for people; `/` and `/pages` lead to the first one.
    public static let pages = "/pages"

    /// `GET`, of labregion: how the offices of the region stand.
    public static let offices = "/v1/offices"

    /// `GET`: a view, by its name (`compliance`, `case`, …).
    public static func view(_ name: String) -> String { "/v1/" + name }
}

/// The media types that labd speaks.
public enum MediaTypes {
    /// One JSON value.
    public static let json = "application/json"
    /// Lines of JSON, one value each.
    public static let ndjson = "application/x-ndjson"
    /// Stored lines as Server-Sent Events (HTML, 9.2).
    public static let eventStream = "text/event-stream"
    /// Text: checkpoints and keys.
    public static let text = "text/plain; charset=utf-8"
    /// Bytes: tiles.
    public static let octets = "application/octet-stream"
    /// A refusal (RFC 9457).
    public static let problem = "application/problem+json"
}
