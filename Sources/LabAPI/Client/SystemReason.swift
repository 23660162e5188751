internal import Glibc
internal import NIOCore
internal import NIOPosix

/// The reason for a failure of the system, in words for people, whichever layer reported it.
///
/// Libraries describe errors with the names of their own functions, and do not say what to do.
public enum SystemReason {
    /// Returns the system's message for an error number, such as `Permission denied` (strerror(3)).
    public static func words(_ code: Int32) -> String {
        // `strerror` returns a string of the C library, never nil.
        unsafe String(cString: strerror(code))
    }

    /// Returns the meaning of a library's error without the library's own terms; nil for an error that describes itself.
    public static func known(_ error: any Error) -> String? {
        switch error {
        case let error as IOError: words(error.errnoCode)
        case let error as NIOConnectionError:
            error.connectionErrors.first.flatMap { known($0.error) } ?? "there is no host with that name"
        case is SocketAddressError: "there is no host with that name"
        case ChannelError.connectTimeout: "no answer came in time"
        case is ChannelError, is NIOAsyncWriterError: "the connection was closed"
        case is CancellationError: "it was cancelled"
        default: nil
        }
    }

    /// Returns the meaning of an error; for an unexpected one only its type.
    public static func words(_ error: any Error) -> String {
        known(error) ?? "an unexpected error (\(type(of: error)))"
    }
}

/// What a socket's path refers to, as far as this account can see.
enum SocketPath {
    /// Returns whether the path refers to something that is not a socket.
    static func isOtherFile(_ path: String) -> Bool {
        var status = stat()
        // `stat` fills the struct that it is lent.
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFSOCK
    }

    /// Returns the first directory on the path that this account may not enter; nil if there is none.
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
