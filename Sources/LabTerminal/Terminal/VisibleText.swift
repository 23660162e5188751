internal import Synchronization

/// Functions that make visible what a terminal would execute instead of showing.
///
/// A stored text may be old, or from a log that others wrote. It must not be able to move the cursor, change colours or reverse
/// the order of the text next to it.
extension String {
    /// The text with each character that controls a terminal replaced by its number, as in `\u{1b}`: the controls C0, DEL and
    /// C1, the line and paragraph separators, and those of the bidirectional algorithm (Bidi_Control of Unicode Standard
    /// Annex #9).
    ///
    /// - Parameters:
    ///   - keepingLines: whether newlines stay, where they are the layout's own.
    ///   - style: whose own sequences stay.
    func visible(keepingLines: Bool = false, style: Style = .plain) -> String {
        guard utf8.contains(where: Self.mayBegin) else { return self }
        var out = ""
        out.reserveCapacity(utf8.count + 16)
        var rest = unicodeScalars[...]
        while let scalar = rest.first {
            let isOwn = { (sequence: String) in rest.starts(with: sequence.unicodeScalars) }
            if scalar == "\u{1B}", let sequence = style.sequences.first(where: isOwn) {
                out += sequence
                rest = rest.dropFirst(sequence.unicodeScalars.count)
                continue
            }
            if Self.isControl(scalar), !(keepingLines && scalar == "\n") {
                out += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                out.unicodeScalars.append(scalar)
            }
            rest = rest.dropFirst()
        }
        return out
    }

    /// The first bytes of the controls in UTF-8, and of much else that is rare in what labctl prints.
    private static func mayBegin(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xD8 || byte == 0xE2
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

/// Prints to standard output what a person reads; it stands before the one of the standard library in all of this module.
///
/// Whatever a stored text holds, no control character of it gets through: see `visible`. What programs read is printed
/// with `printAsIs`.
func print(_ text: String, terminator: String = "\n") {
    printAsIs(text.visible(keepingLines: true, style: Style(for: .standardOutput)), terminator: terminator)
}

/// Prints to standard output what programs read: JSON, CSV, metrics, signed notes, byte for byte.
///
/// What cannot be written is told at the end: see ``Printed/check()``.
func printAsIs(_ text: String, terminator: String = "\n") { Printed.write(text + terminator) }

/// What was printed to standard output.
enum Printed {
    private static let failure = Mutex<Failure?>(nil)

    fileprivate static func write(_ text: String) {
        do throws(Failure) {
            try Descriptor.standardOutput.write(Array(text.utf8))
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
    }

    /// Fails if something that was printed could not be written, as to a full disk.
    static func check() throws(Failure) {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }
}

/// Prints a line that is not to wait for those after it, as `print` does.
func printNow(_ line: String) throws {
    let line = line.visible(keepingLines: true, style: Style(for: .standardOutput))
    try Descriptor.standardOutput.write(Array((line + "\n").utf8))
}
