import Dispatch
import Glibc

/// Gives a stop signal when the process is asked to end: SIGTERM from a service manager, SIGINT from a terminal.
///
/// Further signals change nothing: a stop that has begun is neither sped up nor broken off by them. Keep the object for
/// as long as signals are to be heard.
public final class StopSignals {
    private let sources: [any DispatchSourceSignal]

    /// Listens for the process's signals from now on.
    public init(giving stop: StopSignal) {
        sources = [SIGTERM, SIGINT].map { number in
            // The default action would end the process before the dispatch source hears of it.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { stop.give() }
            source.resume()
            return source
        }
    }
}
