import Glibc

/// A gate that lets the map move only while no transaction is open.
///
/// `lmdb.h` of `mdb_env_set_mapsize`: "It may be called at later times if no transactions are active in this process. Note that
/// the library does not check for this condition, the caller must ensure it explicitly." Every transaction enters the gate
/// before it begins and leaves it after it has ended, on any thread.
@safe
final class MapGate: @unchecked Sendable {
    // Unsafe: two pthread objects, which must not move in memory once they are initialised, and are therefore on the heap.
    // Everything below is read and written with `mutex` held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var open = 0
    private var closing = false

    init() {
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

    /// Lets a transaction begin; waits while the map is being moved.
    func enter() {
        unsafe pthread_mutex_lock(mutex)
        while closing { unsafe pthread_cond_wait(changed, mutex) }
        open += 1
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Records that a transaction that entered has ended.
    func leave() {
        unsafe pthread_mutex_lock(mutex)
        open -= 1
        if open == 0, closing { unsafe pthread_cond_broadcast(changed) }
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Runs `body` while no transaction is open, and returns its result.
    ///
    /// With `waiting`, keeps new transactions out until the open ones have ended. Otherwise returns nil at once if one is open.
    func whileNoneIsOpen<Result>(waiting: Bool, _ body: () -> Result) -> Result? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        if !waiting, open > 0 || closing { return nil }
        while closing { unsafe pthread_cond_wait(changed, mutex) }
        closing = true
        while open > 0 { unsafe pthread_cond_wait(changed, mutex) }
        let result = body()
        closing = false
        unsafe pthread_cond_broadcast(changed)
        return result
    }
}
