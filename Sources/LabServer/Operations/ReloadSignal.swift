import Dispatch
import Glibc

/// Calls something whenever the process is asked to read its settings anew (SIGHUP). Keep the object for as long as that is
/// to be heard.
public final class ReloadSignal {
    private let source: any DispatchSourceSignal

    /// Listens from now on.
    public init(_ reload: @escaping @Sendable () -> Void) {
        // The default action would end the process before the dispatch source hears of it.
        signal(SIGHUP, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: .global())
        source.setEventHandler(handler: reload)
        source.resume()
    }
}
