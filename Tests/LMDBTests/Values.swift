import LMDB

/// Shorthand for the values that tests put and read.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

extension Span<UInt8> {
    var text: String { String(decoding: indices.map { self[$0] }, as: UTF8.self) }
}

extension WriteTransaction {
    borrowing func put(
        _ table: Table, _ key: String, _ value: String, _ mode: PutMode = .replace
    ) throws(LMDBError) {
        try put(table, bytes(key).span, bytes(value).span, mode)
    }

    borrowing func put(_ table: Table, _ key: UInt32, _ value: String, _ mode: PutMode = .replace) throws(LMDBError) {
        try put(table, key, bytes(value).span, mode)
    }
}

extension Transaction where Self: ~Copyable {
    func text(_ table: Table, _ key: String) throws(LMDBError) -> String? {
        try get(table, bytes(key).span) { $0.text }
    }

    func text(_ table: Table, _ key: UInt32) throws(LMDBError) -> String? {
        try get(table, key) { $0.text }
    }
}
