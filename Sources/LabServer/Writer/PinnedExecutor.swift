import CLinux
import NIOPosix

/// Runs the jobs of an actor on one thread of its own, in order.
///
/// For actors whose work blocks or belongs to one thread, as LMDB's write transactions do. The thread is a pool of one, of the
/// kind on which questions are answered (``QuestionThreads``).
final class PinnedExecutor: SerialExecutor {
    private let pool = NIOThreadPool(numberOfThreads: 1)

    /// An executor whose thread has this name, at most 15 bytes of it, as `ps -L` and debuggers show it.
    init(name: String) {
        pool.start()
        // Unsafe: a C string that lives as long as the call. If naming fails, the thread works without a name.
        pool.submit { _ in _ = unsafe linux_name_thread(name) }
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// Adds a job. Called by the Swift runtime.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Unsafe: the runtime asks for each job to be run once, and the pool does so.
        pool.submit { [self] _ in unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
    }
}
