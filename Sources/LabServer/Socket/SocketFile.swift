import FoundationEssentials

/// What lies at a path where a socket is to be.
enum SocketFile {
    /// Nothing.
    case none
    /// A socket, of a labd that lives or of one that is gone.
    case socket
    /// Something else.
    case other

    init(at path: String) {
        // As lstat(2): a link is a link, wherever it leads.
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            self = .none
            return
        }
        self = attributes[.type] as? FileAttributeType == .typeSocket ? .socket : .other
    }
}
