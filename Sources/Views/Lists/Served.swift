import CivilTime
import Office

/// A service that a person received.
public struct Served: Described, Hashable {
    /// The day.
    public let on: String
    /// The kind of record: `contact`, `case`, `mediation`, `orientation` or `activity`.
    public let kind: String
    /// The record.
    public let about: String
    /// The line.
    public let line: String
    /// The place.
    public let place: String
    /// The id under which the person was served.
    public let person: String
    /// Whether it counts for the indicators: the decision that covers its day says eligible.
    public let counts: Bool
    /// The position of the event that says so.
    public let event: Int

    /// Its fields, in reading order.
    public static let columns = Columns<CodingKeys>([
        .on: .day, .kind: .code, .about: .id(of: .serviceRecord), .line: .id(of: .line), .place: .id(of: .place),
        .person: .id(of: .person), .counts: .yesNo, .event: .position,
    ]).all

    /// Returns the services to a person under any of these ids, in the order of recording.
    static func all(of ids: [Ref<Person>], _ sets: LinkedSets, _ office: Office, upTo last: Day) -> [Served] {
        var found: [Served] = []
        office.forEachService(upTo: last) { service in
            guard ids.contains(service.person), let record = office.serviceRecord(ofServiceAt: service.position) else {
                return
            }
            found.append(
                Served(
                    on: service.on.description, kind: office.serviceRecords[record].kind.rawValue,
                    about: office.serviceRecords.id(record), line: office.symbols[service.line],
                    place: office.symbols[service.place], person: office.people.id(service.person),
                    counts: sets.decision(office, on: service.person, covering: service.on)?.verdict == .eligible,
                    event: service.position))
        }
        return found.sorted { $0.event < $1.event }
    }
}

extension Office {
    /// Returns the record to which a service belongs, by the position of its event; nil if the event is not one of a service.
    fileprivate func serviceRecord(ofServiceAt position: Int) -> Ref<ServiceRecord>? {
        let row = Int(records[position].row)
        return switch records[position].kind {
        case .contact: contacts[Ref(row)].serviceRecord
        case .caseOpening: cases[Ref(row)].serviceRecord
        case .caseStep: cases[caseSteps[Ref(row)].case].serviceRecord
        case .mediationStep: mediations[mediationSteps[Ref(row)].mediation].serviceRecord
        case .orientation: orientations[Ref(row)].serviceRecord
        case .activity: activities[Ref(row)].serviceRecord
        case .log, .plan, .project, .worker, .rate, .absence, .entry, .adjustment, .timesheet, .person, .evidence,
            .decision, .link, .mediationRequest, .void, .report, .finding, .erasure, .erasureRefusal, .look:
            nil
        }
    }
}
