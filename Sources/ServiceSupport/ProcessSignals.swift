import Dispatch
import Glibc

/// Calls something whenever the process gets a signal. Keep the object for as long as that is to be heard.
///
/// It is called on a queue of its own, one signal after the other, so that it is heard however busy labd is, and from the first moment on: a log may take minutes to be read. A `ServiceGroup` of
/// swift-service-lifecycle hears signals in a task beside the others', and once all its services run.
public final class ProcessSignals {
    private let sources: [any DispatchSourceSignal]

    /// Listens from now on. Further signals have no effect on an idempotent handler.
    public init(_ numbers: [Int32], _ handler: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "labd-signals")
        sources = numbers.map { number in
            // The default action would end the process before the dispatch source is notified.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler(handler: handler)
            source.resume()
            return source
        }
    }

    /// Calls `body` at SIGTERM from a service manager or SIGINT from a terminal, both of which ask labd to stop. Further
    /// signals neither speed up nor interrupt a stop that has begun.
    public static func asking(toStop stop: StopSignal) -> ProcessSignals {
        ProcessSignals([SIGTERM, SIGINT]) { stop.give() }
    }

    /// Ignores SIGHUP until somebody listens for it, so that it does not end the process.
    public static func ignoreReloads() { signal(SIGHUP, SIG_IGN) }

    /// Calls `body` at SIGHUP, which asks labd to read its settings again.
    public static func asking(toReload reload: @escaping @Sendable () -> Void) -> ProcessSignals {
        ProcessSignals([SIGHUP], reload)
    }
}
