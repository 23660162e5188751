/// A contact, case, mediation, orientation or activity: they share a space of ids.
package struct ServiceRecord: Sendable, Hashable, BitwiseCopyable {
    /// What it is; its word is the one under which answers and streams name it.
    package enum Kind: String, Sendable, Hashable, BitwiseCopyable {
        case contact, `case`, mediation, orientation, activity
    }

    package let kind: Kind
    /// The number of its row in its own table.
    package let row: Int32
    /// The position of the event that recorded it.
    package let position: Int32
}

extension Office {
    mutating func insertServiceRecord(
        _ kind: ServiceRecord.Kind, row: Int, as id: ID, _ mark: EventMark
    ) -> Ref<ServiceRecord> {
        serviceRecords.insert(
            ServiceRecord(kind: kind, row: Int32(row), position: Int32(mark.position)), as: id.text)
    }

    /// Returns the number of the row with an id, if it is of that kind.
    func find(_ kind: ServiceRecord.Kind, _ id: ID) -> Int? {
        guard let ref = serviceRecords.find(id.text), serviceRecords[ref].kind == kind else { return nil }
        return Int(serviceRecords[ref].row)
    }

    /// Returns whether a contact, case, orientation or activity was voided, and is treated as never recorded.
    package func isVoided(_ serviceRecord: Ref<ServiceRecord>) -> Bool {
        let record = serviceRecords[serviceRecord]
        let row = Int(record.row)
        return switch record.kind {
        case .contact: contacts[Ref(row)].isVoided
        case .case: cases[Ref(row)].isVoided
        case .orientation: orientations[Ref(row)].isVoided
        case .activity: activities[Ref(row)].isVoided
        // A request is cancelled, not voided.
        case .mediation: false
        }
    }

    /// The stream of a service record: `contact/k-1`.
    func stream(of serviceRecord: Ref<ServiceRecord>) -> Stream {
        Stream(serviceRecords[serviceRecord].kind.rawValue + "/" + serviceRecords.id(serviceRecord))
    }

    /// Returns the row of the service record whose stream it is; nil for any other stream.
    func serviceRow(of stream: Stream) -> (any StreamedRow)? {
        guard let id = stream.id, let ref = serviceRecords.find(id.text), self.stream(of: ref) == stream else {
            return nil
        }
        return streamedRow(of: records[Int(serviceRecords[ref].position)])
    }
}
