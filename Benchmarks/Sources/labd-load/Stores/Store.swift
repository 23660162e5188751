/// A store in this process, without a server: what a commit costs when nothing else is done.
protocol Store {
    /// Opens an empty store in a directory.
    init(directory: String) throws

    /// Makes pieces of work durable in one commit.
    mutating func commit(_ work: ArraySlice<Work>) throws
}
