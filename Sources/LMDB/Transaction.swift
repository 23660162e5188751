import CLMDB
import Glibc

/// The part that both kinds of transaction have in common: they read the state of the environment at their beginning and, in a
/// write transaction, its own changes.
package protocol Transaction: ~Copyable {
    /// The reading side.
    var reader: Reader { get }
}

/// The handle behind a transaction, for this module only.
@safe
package struct Reader {
    // Unsafe: LMDB's transaction, valid as long as the `~Copyable` transaction that owns it. No method of the owner gives it
    // away.
    let handle: OpaquePointer
    let bounds: MapBounds
}

/// A read transaction: one unchanging state of the environment.
///
/// Keep it short: the pages that it sees cannot be reused, and growing the map waits for it. It may be passed to another thread
/// (MDB_NOTLS), but only one thread may use it at a time. It ends when it goes out of scope.
package struct ReadTransaction: ~Copyable, Transaction {
    private let environment: Environment
    /// The reading side.
    package let reader: Reader

    init(_ environment: Environment) throws(LMDBError) {
        self.environment = environment
        reader = try Reader(beginningIn: environment, flags: UInt32(MDB_RDONLY))
    }

    deinit {
        // Unsafe: ends the transaction that `init` began; nothing else can have ended it.
        unsafe mdb_txn_abort(reader.handle)
        environment.gate.leave()
    }
}

/// A write transaction. There is one at a time; beginning another waits until it has ended.
///
/// It belongs to the thread that began it, which must also commit or abort it. `lmdb.h`: "A transaction and its cursors must
/// only be used by a single thread, and a thread may only have a single transaction at a time." If it goes out of scope without
/// `commit`, its changes are dropped. After a failed put it can only be aborted.
package struct WriteTransaction: ~Copyable, Transaction {
    private let environment: Environment
    private var isOver = false
    /// The reading side.
    package let reader: Reader

    init(_ environment: Environment) throws(LMDBError) {
        self.environment = environment
        reader = try Reader(beginningIn: environment, flags: 0)
    }

    deinit {
        // Unsafe: ends the transaction that `init` began and `commit` did not end.
        if !isOver { unsafe mdb_txn_abort(reader.handle) }
        environment.gate.leave()
    }

    /// Makes the changes durable. If this throws, none of them was made, provided that the disk reported the truth.
    package consuming func commit() throws(LMDBError) {
        isOver = true
        // Unsafe: "The transaction handle is freed. It and its cursors must not be used again after this call",
        // whatever the result.
        let result = unsafe mdb_txn_commit(reader.handle)
        try LMDBError.check(result, "mdb_txn_commit")
    }

    /// Drops the changes.
    package consuming func abort() {}
}

extension Environment {
    /// Begins a read transaction.
    package func beginRead() throws(LMDBError) -> ReadTransaction { try ReadTransaction(self) }

    /// Begins a write transaction as soon as no other thread or process has one.
    package func beginWrite() throws(LMDBError) -> WriteTransaction { try WriteTransaction(self) }
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
