import CLMDB
import Glibc

/// What both kinds of transaction can do: read one state of the environment, that of their beginning and, in a write
/// transaction, its own changes.
public protocol Transaction: ~Copyable {
    /// The reading side.
    var reader: Reader { get }
}

/// The handle behind a transaction, for this room alone.
@safe
public struct Reader {
    // Unsafe: LMDB's transaction, valid as long as the `~Copyable` transaction that owns it, of which no method
    // gives this away.
    let handle: OpaquePointer
    let bounds: MapBounds
}

/// A read transaction: one unchanging state of the environment.
///
/// Keep it short: the pages that it sees cannot be reused, and growing the map waits for it. It may be handed to
/// another thread (MDB_NOTLS), but be used by one at a time. Ends when it goes out of scope.
public struct ReadTransaction: ~Copyable, Transaction {
    private let environment: Environment
    /// The reading side.
    public let reader: Reader

    init(_ environment: Environment) throws(LMDBError) {
        self.environment = environment
        reader = try Reader(beginningIn: environment, flags: UInt32(MDB_RDONLY))
    }

    deinit {
        // Unsafe: ends the transaction that `init` began; nothing can have ended it before.
        unsafe mdb_txn_abort(reader.handle)
        environment.gate.leave()
    }
}

/// The write transaction: there is one at a time, and beginning waits for the one before.
///
/// It belongs to the thread that began it, where it is committed or aborted: `lmdb.h`: "A transaction and its cursors
/// must only be used by a single thread, and a thread may only have a single transaction at a time." If it goes out
/// of scope without `commit`, nothing of it is kept. After a put that failed, all that is left is to abort it.
public struct WriteTransaction: ~Copyable, Transaction {
    private let environment: Environment
    private var isOver = false
    /// The reading side.
    public let reader: Reader

    init(_ environment: Environment) throws(LMDBError) {
        self.environment = environment
        reader = try Reader(beginningIn: environment, flags: 0)
    }

    deinit {
        // Unsafe: ends the transaction that `init` began and `commit` did not end.
        if !isOver { unsafe mdb_txn_abort(reader.handle) }
        environment.gate.leave()
    }

    /// Makes the changes durable. If this throws, none of them is there, as far as the disk's answers can be trusted.
    public consuming func commit() throws(LMDBError) {
        isOver = true
        // Unsafe: "The transaction handle is freed. It and its cursors must not be used again after this call",
        // whatever the result.
        let result = unsafe mdb_txn_commit(reader.handle)
        try LMDBError.check(result, "mdb_txn_commit")
    }

    /// Drops the changes.
    public consuming func abort() {}
}

extension Environment {
    /// Begins to read.
    public func beginRead() throws(LMDBError) -> ReadTransaction { try ReadTransaction(self) }

    /// Begins to write, once no other thread or process does.
    public func beginWrite() throws(LMDBError) -> WriteTransaction { try WriteTransaction(self) }
}

extension Reader {
    /// Enters the gate and begins a transaction; the caller leaves the gate once it has ended it.
    init(beginningIn environment: Environment, flags: UInt32) throws(LMDBError) {
        environment.gate.enter()
        var begun: OpaquePointer?
        // Unsafe: LMDB makes the handle, or fails and makes none.
        let result = unsafe mdb_txn_begin(environment.handle, nil, flags, &begun)
        guard result == MDB_SUCCESS, let begun = unsafe begun else {
            environment.gate.leave()
            throw LMDBError(number: result, in: "mdb_txn_begin")
        }
        unsafe handle = begun
        bounds = environment.bounds
    }
}
