package import CivilTime
import HashTreeCollections

/// The number of persons who are counted on each day, by what: kept up to date by each event that changes it, so that an answer about a
/// day takes no look at the services.
///
/// A person is counted once for all ids that are linked, from the first day of such a service on.
package struct ServedPersons: Sendable, Equatable {
    /// That a person is counted under a key from `from` up to the day before `until`.
    struct Span: Equatable {
        let key: ServedKey
        var from: Day
        /// Nil if they are counted from then on.
        var until: Day?
    }

    /// What of a plan decides how services are counted.
    struct Rules: Sendable, Equatable {
        /// The numbers of the measures for each code, by the code's symbol.
        private(set) var measures: [[Int32]] = []
        let mediationLine: Symbol?
        let youthLine: Symbol?

        /// The rules of a plan whose lines and codes are all known as symbols.
        init(_ plan: Plan, _ symbols: Symbols) {
            mediationLine = plan.line(of: .mediation).flatMap { symbols.find($0.id.text) }
            youthLine = plan.line(of: .youth).flatMap { symbols.find($0.id.text) }
            for (index, measure) in plan.measures.enumerated() {
                for code in measure.codes {
                    guard let symbol = symbols.find(code.text).map({ Int($0.index) }) else { continue }
                    while measures.count <= symbol { measures.append([]) }
                    measures[symbol].append(Int32(index))
                }
            }
        }
    }

    /// The changes of the number from each day to the next.
    private var changes = TreeDictionary<ServedKey, DayRun>()
    /// Nil before the first plan: nothing can be served then.
    var rules: Rules?

    init() {}

    /// The number of persons for each key of a scope, as far as it is not zero, with all that happened up to and including `day`.
    package func counts(upTo day: Day, in scope: ServedKey.Scope) -> [(key: ServedKey, count: Int)] {
        changes.compactMap { key, run in
            guard key.scope == scope else { return nil }
            let count = run.sum(from: .earliest, to: day)
            return count == 0 ? nil : (key, count)
        }
    }

    /// Counts a person for these spans, or takes them back.
    mutating func add(_ spans: [Span], _ sign: Int32 = 1) {
        for span in spans {
            change(span.key, sign, on: span.from)
            if let until = span.until { change(span.key, -sign, on: until) }
        }
    }

    /// Counts a person for the spans `new` and no longer for `old`.
    mutating func replace(_ old: [Span], by new: [Span]) {
        // Many decisions, and most corrections, change nothing.
        guard old != new else { return }
        add(old, -1)
        add(new)
    }

    private mutating func change(_ key: ServedKey, _ change: Int32, on day: Day) {
        changes[key, default: DayRun(from: day)].add(change, on: day)
    }

    /// Forgets all counts.
    mutating func removeAll() { changes = TreeDictionary() }
}

extension [ServedPersons.Span] {
    /// Adds a span of one service.
    fileprivate mutating func add(_ key: ServedKey, _ from: Day, _ until: Day?) {
        if until == nil, let index = firstIndex(where: { $0.key == key && $0.until == nil }) {
            self[index].from = Swift.min(self[index].from, from)
        } else {
            append(ServedPersons.Span(key: key, from: from, until: until))
        }
    }

    /// Makes one span of those that overlap or follow each other, and lets nobody be both counted and not counted.
    fileprivate mutating func merge() {
        if contains(where: { $0.until != nil }) {
            var merged: Self = []
            for span in sorted(by: { $0.from < $1.from }) {
                let last = merged.lastIndex { $0.key == span.key }
                if let last, merged[last].until.map({ span.from <= $0 }) ?? true {
                    merged[last].until = merged[last].until.flatMap { end in span.until.map { Swift.max(end, $0) } }
                } else {
                    merged.append(span)
                }
            }
            self = merged
        }
        guard contains(where: { $0.key.kind == .notCounted }) else { return }
        let counted = filter { $0.key.kind == .everyone }.sorted { $0.from < $1.from }
        self = flatMap { span in
            span.key.kind == .notCounted ? span.without(counted.filter { $0.key.scope == span.key.scope }) : [span]
        }
    }
}

extension ServedPersons.Span {
    /// Returns what is left of it outside of other spans, which are in order.
    fileprivate func without(_ others: [Self]) -> [Self] {
        var left: [Self] = []
        var begin = from
        for other in others {
            if let until, other.from >= until { break }
            if let end = other.until, end <= begin { continue }
            if other.from > begin { left.append(Self(key: key, from: begin, until: other.from)) }
            guard let end = other.until, until.map({ end < $0 }) ?? true else { return left }
            begin = end
        }
        return left + [Self(key: key, from: begin, until: until)]
    }
}

extension Office {
    /// The ids that are the same person as this one, the one registered first before the others.
    private func ids(of person: Ref<Person>) -> [Ref<Person>] {
        links.everyone(linkedWith: person).sorted { $0.index < $1.index }
    }

    /// Whether a service on a day counts for a person, whose ids these are.
    private func counts(_ ids: [Ref<Person>], on day: Day) -> Bool {
        let decision =
            ids.count == 1
            ? decision(on: ids[0], covering: day)
            : ids.compactMap { self.decision(on: $0, covering: day) }.max { $0.position < $1.position }
        return decision?.verdict == .eligible
    }

    /// Whether the last service to an id, at `position`, counts the person only for what the one before it does.
    private func isRepeated(_ ids: [Ref<Person>], to id: Ref<Person>, at position: Int) -> Bool {
        var last: DatedService?
        var before: DatedService?
        var transfers = CaseTransfers()
        for row in services(to: id).prefix(2) {
            // An event that names the id twice, or a note that moves, is not as simple as that.
            guard last != nil || row.position == position else { return false }
            let parts = parts(ofServiceAt: Int(row.position), to: id, &transfers)
            guard parts.count == 1, let part = parts.first, part.until == nil else { return false }
            if last == nil { last = part } else { before = part }
        }
        guard let last, let before, before.from <= last.from else { return false }
        let (now, then) = (last.service, before.service)
        return now.line == then.line && now.place == then.place && now.codes == then.codes
            && Quarter(now.on) == Quarter(then.on) && counts(ids, on: now.on) == counts(ids, on: then.on)
    }

    /// Sets `keys` to those under which a service counts a person, whose ids these are.
    private func list(_ keys: inout [ServedKey], of service: Service, _ ids: [Ref<Person>]) {
        keys.removeAll(keepingCapacity: true)
        let (year, month, _) = service.on.parts
        let quarter = Int32(year * 4 + (month - 1) / 3)
        func give(_ kind: ServedKey.Kind, _ number: Int32 = 0) {
            keys.append(ServedKey(kind, in: .all, number))
            keys.append(ServedKey(kind, in: .place(service.place), number))
            keys.append(ServedKey(kind, in: .quarter(quarter), number))
        }
        guard counts(ids, on: service.on) else { return give(.notCounted) }
        let person = people[ids[0]]
        give(.everyone)
        give(.line, service.line.index)
        give(.place, service.place.index)
        give(.quarter, quarter)
        give(.age, person.birthYear.map { AgeBand(age: year - Int($0)) }?.number ?? AgeBand.unknown.number)
        give(.sex, person.sex?.number ?? -1)
        give(.nationality, person.nationality.number)
        guard let measures = served.rules?.measures else { return }
        func add(_ code: Symbol) {
            guard Int(code.index) < measures.count else { return }
            for measure in measures[Int(code.index)] {
                give(.measure, measure)
                // Only targets are of both, which are for all services.
                keys.append(ServedKey(.lineAndMeasure, in: .all, measure, line: service.line.index))
            }
        }
        switch service.codes {
        case .none: return
        case .one(let code): add(code)
        case .list(let list): for code in lists.values(list, of: SymbolRow.self) { add(code) }
        }
    }

    /// Returns when a person is counted, without the services of the event at `excluded`.
    private func spans(of ids: [Ref<Person>], without excluded: Int? = nil) -> [ServedPersons.Span] {
        var spans: [ServedPersons.Span] = []
        var keys: [ServedKey] = []
        var transfers = CaseTransfers()
        for id in ids {
            for row in services(to: id) where Int(row.position) != excluded {
                for part in parts(ofServiceAt: Int(row.position), to: id, &transfers) {
                    list(&keys, of: part.service, ids)
                    for key in keys { spans.add(key, part.from, part.until) }
                }
            }
        }
        spans.merge()
        return spans
    }

    /// Returns what the services of the event at `position`, which is the last one, add; nil if that is not so simple.
    ///
    /// Most services add nothing, which an earlier one to the same person shows. So few of them are read.
    private func addedSpans(of ids: [Ref<Person>], at position: Int) -> [ServedPersons.Span]? {
        var added: [ServedPersons.Span] = []
        var keys: [ServedKey] = []
        var transfers = CaseTransfers()
        for id in ids {
            for row in services(to: id) {
                guard row.position == position else { break }
                for part in parts(ofServiceAt: position, to: id, &transfers) {
                    guard part.until == nil else { return nil }
                    list(&keys, of: part.service, ids)
                    for key in keys { added.add(key, part.from, nil) }
                }
            }
        }
        for id in ids {
            for row in services(to: id) where row.position != position {
                guard !added.isEmpty else { return added }
                for part in parts(ofServiceAt: Int(row.position), to: id, &transfers) {
                    guard part.until == nil else { return nil }
                    list(&keys, of: part.service, ids)
                    for key in keys {
                        // The first service that counts ends the time in which none did.
                        if key.kind == .everyone || key.kind == .notCounted,
                            added.contains(where: { $0.key.contradicts(key) })
                        {
                            return nil
                        }
                        guard let index = added.firstIndex(where: { $0.key == key }) else { continue }
                        if part.from <= added[index].from {
                            added.remove(at: index)
                        } else {
                            added[index].until = min(added[index].until ?? part.from, part.from)
                        }
                    }
                }
            }
        }
        return added
    }

    /// Notes the persons who were served by the last event, at `position`.
    mutating func noteServices(at position: Int) {
        let persons = persons(servedAt: position)
        guard !persons.isEmpty else { return }
        note(servicesTo: persons, at: position)
        var counted: [Ref<Person>] = []
        for person in persons where served.rules != nil {
            let ids = ids(of: person)
            guard !counted.contains(ids[0]) else { continue }
            counted.append(ids[0])
            if persons.count == 1, isRepeated(ids, to: person, at: position) { continue }
            if let added = addedSpans(of: ids, at: position) {
                served.add(added)
            } else {
                served.replace(spans(of: ids, without: position), by: spans(of: ids))
            }
        }
    }

    /// Makes a change that can count other services of these persons, link them or separate them.
    mutating func recount(_ persons: [Ref<Person>], _ change: (inout Office) -> Void) {
        var all: [Ref<Person>] = []
        for person in persons where !all.contains(person) { all += ids(of: person) }
        // Most decisions come before the first service.
        guard all.contains(where: { servicesOfPersons[$0] != nil }) else { return change(&self) }
        let before = spans(ofAll: all)
        change(&self)
        served.replace(before, by: spans(ofAll: all))
    }

    /// Returns when each of the persons with these ids is counted.
    private func spans(ofAll all: [Ref<Person>]) -> [ServedPersons.Span] {
        var spans: [ServedPersons.Span] = []
        var taken: [Ref<Person>] = []
        for person in all where !taken.contains(person) {
            let ids = ids(of: person)
            spans += self.spans(of: ids)
            taken += ids
        }
        return spans
    }

    /// Counts all persons again, if a plan changes how they are counted.
    mutating func setServiceRules(_ plan: Plan) {
        for measure in plan.measures {
            for code in measure.codes { _ = symbols.intern(code.text) }
        }
        let rules = ServedPersons.Rules(plan, symbols)
        guard rules != served.rules else { return }
        served.rules = rules
        served.removeAll()
        for index in 0..<people.count {
            let ids = ids(of: Ref(index))
            if ids[0].index == index { served.add(spans(of: ids)) }
        }
    }
}

extension ServedPersons: ImageTable {
    func write(to image: inout ImageWriter) { image.runs(changes) }
    init(from image: inout ImageReader) throws(ImageError) { changes = try image.runs() }
}
