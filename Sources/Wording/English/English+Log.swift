import Office

extension English {
    static func message(_ reason: LogReason) -> Message {
        switch reason {
        case .unstorable(let diagnostic): Message(diagnostic)
        case .lineTooLong(let bytes, let most):
            Message(
                "the event would take \(bytes) bytes, a line of the log has at most \(most)",
                accepted: "a line of at most \(most) bytes")
        case .timeBackwards(let given, let last):
            Message("\(given) lies before the last recording, \(last)", accepted: "\(last) or later")
        case .timeInRealLog:
            Message(
                "this log is a real one: labd's own clock gives the recording time",
                accepted: "the command without at")
        case .idReused(let id):
            Message(
                "\(id.text) is the id of another command, accepted earlier",
                accepted: "an id of its own for each command")
        case .stale(let stream, let expected, let current):
            Message(
                current == 0
                    ? "\(stream) has no events yet" : "\(stream) stands at revision \(current), not \(expected)",
                accepted: "\(current), after a look at what has changed")
        case .notTried:
            Message(
                "an earlier line of this body was refused, and the sender asked to stop there",
                accepted: "the same line, once the refused one is settled")
        case .diskFull:
            Message(
                "the disk with the log is full; make room, nothing was lost",
                accepted: "the same command, once there is room")
        case .ownerErased(let owner):
            Message(
                "the data of \(owner) was erased: nothing can be sealed for them any more",
                accepted: "what concerns somebody else")
        case .keysUnavailable(let diagnostic):
            Message(
                "the keys cannot be used: \(diagnostic)", accepted: "the same command, once the keys are back")
        case .keysUnavailableToAsk(let diagnostic):
            Message(diagnostic, accepted: "the same question, once the keys are back")
        case .keyMissing(let owner):
            Message(
                "there is no key of \(owner): its sealed fields were erased, or the key store is not this log's",
                accepted: "the same command, once the keys are back")
        case .damaged(let diagnostic):
            Message(diagnostic, accepted: "the same command, once the log has been looked after")
        case .unreadable(let diagnostic): Message(diagnostic)
        case .noEvent(let position): Message("there is no event at position \(position)")
        case .eventWithoutTime(let position): Message("the event at position \(position) has no time")
        case .neverSubmitted(let report): Message("the report \(report.text) was never submitted")
        case .rootMissing: Message("the root of the log's tree was not computed")
        case .notYet(let position, let last):
            Message("the log has no position \(position) yet", accepted: "0 to \(last)")
        }
    }

    static func message(_ reason: ProofReason) -> Message {
        switch reason {
        case .notATile(let diagnostic):
            Message(
                diagnostic, accepted: "tile/LEVEL/NUMBER or tile/entries/NUMBER, as C2SP tlog-tiles has them")
        case .positionMissing(let size): Message("the proof of which event?", accepted: "0 to \(size - 1)")
        case .noTree(let most): Message("the log has no tree of that size", accepted: "1 to \(most)")
        case .beyondTree(let size):
            Message("the tree of \(size) lines has no such position", accepted: "0 to \(size - 1)")
        case .earlierSizeMissing(let later): Message("consistent with which size?", accepted: "1 to \(later)")
        case .noEarlierTree(let later):
            Message("there is no proof from that size to \(later)", accepted: "1 to \(later)")
        case .notASize: Message("that is not a number of lines", accepted: "0 or more")
        case .notANote(let diagnostic):
            Message(diagnostic, accepted: "a checkpoint and its signatures (C2SP signed-note)")
        case .notACheckpoint(let log, let diagnostic):
            Message(diagnostic, accepted: "a checkpoint of \(log), with its signature and a witness'")
        case .notCosigned(let witnesses):
            Message(
                "no witness that the settings name has signed it",
                accepted: witnesses.isEmpty
                    ? "nothing, as long as log.witnesses names nobody" : witnesses.joined(separator: ", "))
        case .foreignCheckpoint(let lines, let size):
            Message(
                "this log has \(lines) lines, and the checkpoint of \(size) is not of them",
                accepted: "a checkpoint of this log; compare the two: one of them is not what was recorded")
        }
    }
}
