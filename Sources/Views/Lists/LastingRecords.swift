/// How many days the records of a list have lasted, such as how long cases have been silent: what a picture needs of all of them,
/// without their rows.
public struct LastingRecords: Sendable, Hashable {
    /// A record that lasts.
    public struct Record: Sendable, Hashable {
        /// Its id.
        public let id: String
        /// Its place.
        public let place: String
        /// Its days.
        public let days: Int

        /// A record of an id at a place, and its days.
        public init(id: String, place: String, days: Int) { (self.id, self.place, self.days) = (id, place, days) }
    }

    /// The days of all records.
    public let days: [Int]
    /// The records, in the list's order; none if they are too many to be named.
    public let records: [Record]

    /// Names the records of these keys, unless they are more than `most`.
    ///
    /// - Parameters:
    ///   - keys: The keys of all records, in any order.
    ///   - most: How many are named at most.
    ///   - days: The days of a record.
    ///   - order: Whether a record is listed before another.
    ///   - record: A record's id and place.
    init<Key>(
        _ keys: [Key], naming most: Int, days: (Key) -> Int, order: (Key, Key) -> Bool,
        record: (Key) -> (id: String, place: String)
    ) {
        self.days = keys.map(days)
        records =
            keys.count > most
            ? []
            : keys.sorted(by: order).map {
                let (id, place) = record($0)
                return Record(id: id, place: place, days: days($0))
            }
    }
}
