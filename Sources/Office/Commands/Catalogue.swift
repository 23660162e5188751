public import CanonicalJSON

/// ``Catalogue``, under a name that differs from the catalogue of views.
public typealias CommandCatalogue = Catalogue

/// The list of all commands and events that this labd knows.
public enum Catalogue {
    /// The commands, in the order of the catalogue.
    public static let commands: [any Command.Type] = [
        AdoptPlan.self, Suspend.self, Resume.self, ExtendStatus.self, RecordFinalPayment.self, OpenProceeding.self,
        CloseProceeding.self,
        EnrolWorker.self, ChangeWorker.self, LeaveWorker.self, SetRate.self, NoteAbsence.self,
        LogHours.self, AdjustHours.self, CompleteTimesheet.self, SignTimesheet.self, ApproveTimesheet.self,
        RegisterPerson.self, CorrectPerson.self, AddEvidence.self, DecideEligibility.self, LinkPeople.self,
        UnlinkPeople.self, RestrictPerson.self, LiftRestriction.self, ErasePerson.self,
        RecordContact.self,
        OpenCase.self, AddMember.self, RemoveMember.self, AdvancePhase.self, AssignCase.self, TransferCase.self,
        ReferCase.self, CloseReferral.self, NoteCase.self, RecordMeasure.self, EndMeasure.self, CloseCase.self,
        ReopenCase.self,
        RequestMediation.self, AuthoriseMediation.self, AssignMediator.self, DeliverMediation.self, MissMediation.self,
        CancelMediation.self, EvaluateMediation.self,
        DeliverOrientation.self, HoldActivity.self,
        VoidRecord.self, EraseRecord.self,
        SubmitReport.self, ReopenReport.self, NoteFinding.self,
        ConfirmClock.self,
    ]

    /// Events that no command appends: labd's own.
    private static let ownEvents: [any EventBody.Type] = [
        LogCreated.self, LogRestored.self, ErasureRefused.self, RecordErasureRefused.self, PersonalDataRead.self,
        PersonalDataSearched.self, AccessServed.self,
    ]

    private static let commandsByName = Dictionary(uniqueKeysWithValues: commands.map { ($0.name, $0) })
    /// The events, by their names.
    static let events = Dictionary(
        uniqueKeysWithValues: ownEvents.map { ($0.event, $0) } + commands.map { ($0.event, $0 as any EventBody.Type) })

    /// The command of that name, or nil.
    public static func command(_ name: String) -> (any Command.Type)? { commandsByName[name] }

    /// The event of that name, or nil.
    public static func event(_ name: String) -> (any EventBody.Type)? { events[name] }

    /// The fields of a command's `data`, in the order in which it reads them, the common ones last.
    public static func fields(of command: any Command.Type) -> [Fields.Description] {
        description(of: command).fields.filter { !$0.isAdded }
    }

    /// A field that a command does not have.
    public struct UnknownField: Sendable, Hashable {
        /// Its path below `data`, such as `plan.lines[2].weekly`.
        public let path: String
        /// The names of the fields that there are at that place.
        public let accepted: [String]
    }

    /// All fields of `data` that the command does not have, at any depth, in the order of the text.
    public static func unknownFields(in data: JSONObject, of command: any Command.Type) -> [UnknownField] {
        unknownFields(in: data, fields(of: command), path: "")
    }

    private static func unknownFields(
        in object: JSONObject, _ fields: [Fields.Description], path: String
    ) -> [UnknownField] {
        var unknown: [UnknownField] = []
        for member in object.members {
            guard let field = fields.first(where: { $0.name == member.name }) else {
                unknown.append(UnknownField(path: path + member.name, accepted: fields.map(\.name)))
                continue
            }
            guard !field.parts.isEmpty else { continue }
            let place = path + member.name
            switch member.value {
            case .object(let inner): unknown += unknownFields(in: inner, field.parts, path: place + ".")
            case .array(let values):
                for (index, value) in values.enumerated() {
                    guard case .object(let inner) = value else { continue }
                    unknown += unknownFields(in: inner, field.parts, path: "\(place)[\(index)].")
                }
            default: break
            }
        }
        return unknown
    }
}
