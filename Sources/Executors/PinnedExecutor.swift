import CLinux
import Glibc
import NIOPosix
import Synchronization

/// Runs the jobs of an actor on one thread of its own, in order.
///
/// For actors whose work blocks or belongs to one thread, as LMDB's write transactions do. The thread is a pool of one, of the
/// kind on which questions are answered.
package final class PinnedExecutor: SerialExecutor {
    private let pool = NIOThreadPool(numberOfThreads: 1)
    /// The thread's number, once it runs.
    private let thread = Atomic<pthread_t>(0)

    /// An executor whose thread has this name, at most 15 bytes of it, as `ps -L` and debuggers show it.
    package init(name: String) {
        pool.start()
        // Unsafe: a C string that lives as long as the call. If naming fails, the thread works without a name.
        pool.submit { [self] _ in
            thread.store(pthread_self(), ordering: .relaxed)
            _ = unsafe linux_name_thread(name)
        }
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// Adds a job. Called by the Swift runtime.
    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Unsafe: the runtime asks for each job to be run once, and the pool does so.
        pool.submit { [self] _ in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
    }

    /// Runs `body` on the thread, behind the jobs that wait: without a task, whose first step would be on another thread. There
    /// the actor's isolation may be assumed.
    package func run(_ body: @escaping @Sendable () -> Void) { pool.submit { _ in body() } }

    /// Called by the Swift runtime where an actor's isolation is assumed.
    package func checkIsolated() {
        precondition(thread.load(ordering: .relaxed) == pthread_self(), "this is not the executor's thread")
    }
}
