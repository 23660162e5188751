/// Which labd this is.
public enum Version {
    /// The version, as the changelog names it.
    public static let current = "0.2.0"
}
