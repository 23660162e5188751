import Dispatch
import Glibc

/// Calls something whenever the process gets a signal. Keep the object for as long as that is to be heard.
///
/// It is called on a queue of its own, one signal after the other, so that it is heard however busy labd is, and from the first moment on: a log may take minutes to be read. A `ServiceGroup` of
/// swift-service-lifecycle hears signals in a task beside the others', and once all its services run.
public final class ProcessSignals {
    private let sources: [any DispatchSourceSignal]

    /// Listens from now on: further signals change nothing for a handler that is idempotent.
    public init(_ numbers: [Int32], _ handler: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "labd-signals")
        sources = numbers.map { number in
            // The default action would end the process before the dispatch source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler(handler: handler)
            source.resume()
            return source
        }
    }

    /// SIGTERM from a service manager, SIGINT from a terminal: both ask labd to stop. A stop that has begun is neither sped up
    /// nor broken off by more of them.
    public static func asking(toStop stop: StopSignal) -> ProcessSignals {
        ProcessSignals([SIGTERM, SIGINT]) { stop.give() }
    }

    /// Lets SIGHUP pass until somebody listens for it, instead of ending the process.
    public static func ignoreReloads() { signal(SIGHUP, SIG_IGN) }

    /// SIGHUP: the settings are to be read anew.
    public static func asking(toReload reload: @escaping @Sendable () -> Void) -> ProcessSignals {
        ProcessSignals([SIGHUP], reload)
    }
}
