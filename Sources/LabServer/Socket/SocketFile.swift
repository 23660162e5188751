import Glibc

/// What lies at a path where a socket is to be.
enum SocketFile {
    /// Nothing.
    case none
    /// A socket, of a labd that lives or of one that is gone.
    case socket
    /// Something else.
    case other

    init(at path: String) {
        var status = stat()
        // lstat(2) reads the path and fills `status`, both alive here.
        guard unsafe lstat(path, &status) == 0 else {
            self = .none
            return
        }
        self = status.st_mode & S_IFMT == S_IFSOCK ? .socket : .other
    }
}
