import CLinux
import Glibc

/// Runs the jobs of an actor on one thread of its own, and calls a hook whenever it has run out of them.
///
/// For the actor that appends: LMDB's write transactions belong to one thread, its commits block, and whatever was
/// enqueued while one commit blocked is the next batch: each job appends, the hook commits once for all.
///
/// The thread starts with the first job and lives until ``stop()``; a job that comes later starts another.
@safe
public final class PinnedExecutor: SerialExecutor, @unchecked Sendable {
    /// The thread's name, at most 15 bytes of it, as `ps -L` and debuggers show it.
    public let name: String
    // Unsafe: two pthread objects, which must not move once initialised: hence on the heap. All variables are read
    // and written with `mutex` held, but for `jobs` taken out of it, which are the thread's.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var waiting: [UnownedJob] = []
    private var thread: pthread_t?
    private var isStopping = false
    private var drained: (@Sendable () -> Void)?

    /// An executor without jobs, and so far without a thread.
    public init(name: String = "labd-writer") {
        self.name = name
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe pthread_cond_destroy(changed)
        unsafe mutex.deallocate()
        unsafe changed.deallocate()
    }

    /// Sets what is called on the thread each time it has run all jobs and finds no more.
    ///
    /// The actor's state may be touched there, with `assumeIsolated`. Hold the actor weakly: the hook outlives it.
    public func whenDrained(_ hook: @escaping @Sendable () -> Void) {
        locked { drained = hook }
    }

    /// Adds a job. For the Swift runtime.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        locked {
            waiting.append(job)
            if thread == nil { start() }
            unsafe pthread_cond_signal(changed)
        }
    }

    /// Ends the thread, once all jobs have run and the hook has been called for them, and waits for that.
    ///
    /// Not to be called on the thread itself.
    public func stop() {
        let ending: pthread_t? = locked {
            isStopping = true
            unsafe pthread_cond_signal(changed)
            return thread
        }
        guard let ending else { return }
        pthread_join(ending, nil)
        locked {
            isStopping = false
            thread = nil
            // A job that came while the thread was ending starts another.
            if !waiting.isEmpty { start() }
        }
    }

    /// Whether the caller is on the thread; that the hook is, the runtime cannot know.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Traps unless the caller is on the thread.
    public func checkIsolated() { precondition(isCurrent, "not on the thread \(name)") }

    private var isCurrent: Bool {
        locked { thread.map { pthread_equal($0, pthread_self()) != 0 } ?? false }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    /// With `mutex` held.
    private func start() {
        var started = pthread_t()
        // Unsafe: the thread is given a reference to this object, which it takes over.
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let result = unsafe pthread_create(
            &started, nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<PinnedExecutor>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, context)
        precondition(result == 0, "no thread for \(name): error \(result)")
        thread = started
    }

    private func run() {
        nameThread()
        var jobs: [UnownedJob] = []
        var owesDrained = false
        while true {
            let hook: (@Sendable () -> Void)? = locked {
                while waiting.isEmpty, !owesDrained, !isStopping { unsafe pthread_cond_wait(changed, mutex) }
                swap(&jobs, &waiting)
                return drained
            }
            if jobs.isEmpty {
                guard owesDrained else { return }
                owesDrained = false
                hook?()
                continue
            }
            for job in jobs { unsafe job.runSynchronously(on: asUnownedSerialExecutor()) }
            jobs.removeAll(keepingCapacity: true)
            owesDrained = true
        }
    }

    /// Not through procfs, whose files are root's for a process that keeps its memory private, see ``Memory``.
    private func nameThread() {
        // Unsafe: a C string that lives as long as the call. A thread without a name works as well.
        _ = unsafe linux_name_thread(name)
    }
}
