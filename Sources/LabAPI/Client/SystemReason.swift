internal import Glibc
internal import NIOCore
internal import NIOPosix

/// Why something of the system's failed, in words for people, whichever layer reported it.
///
/// What libraries print of an error names their own functions and says nothing of what to do.
public enum SystemReason {
    /// The system's words for an error number, such as `Permission denied` (strerror(3)).
    public static func words(_ code: Int32) -> String {
        // `strerror` gives a string of the C library's own, never nil.
        unsafe String(cString: strerror(code))
    }

    /// What an error of a library says, without the library's own words; nil of one that speaks for itself.
    public static func known(_ error: any Error) -> String? {
        switch error {
        case let error as IOError: words(error.errnoCode)
        case let error as NIOConnectionError:
            error.connectionErrors.first.flatMap { known($0.error) } ?? "no host of that name was found"
        case is SocketAddressError: "no host of that name was found"
        case ChannelError.connectTimeout: "no answer came in time"
        case is ChannelError, is NIOAsyncWriterError: "the connection was closed"
        case is CancellationError: "it was broken off"
        default: nil
        }
    }

    /// What an error says; of one that nobody has foreseen its kind alone.
    public static func words(_ error: any Error) -> String {
        known(error) ?? "an error that was not foreseen (\(type(of: error)))"
    }
}

/// What is at a socket's path, as far as this account can see.
enum SocketPath {
    /// Whether something is there that is no socket.
    static func isOtherFile(_ path: String) -> Bool {
        var status = stat()
        // `stat` fills the struct that it is lent.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFSOCK
    }

    /// The first directory on the way into which this account may not go; nil if there is none.
    static func closedDirectory(before path: String) -> String? {
        var directory = ""
        for part in path.split(separator: "/").dropLast() {
            directory += (directory.isEmpty && !path.hasPrefix("/") ? "" : "/") + part
            // `access` reads the path only.
            if unsafe access(directory, X_OK) != 0, errno == EACCES { return directory }
        }
        return nil
    }
}
