import CanonicalJSON

/// Shapes that names of things do not have and personal data does: Italian tax codes, phone numbers, mail addresses,
/// IBANs, document numbers. A hint for the coordinator, never a refusal: it errs on both sides.
enum PersonalDataPatterns {
    /// Whether any run of characters in `text` has such a shape.
    static func match(_ text: String) -> Bool {
        guard isWorthReading(text) else { return false }
        var classes = Tally()
        for byte in text.utf8 {
            if classes.add(byte) { return true }
        }
        return classes.ends()
    }

    /// Whether any text within `json` has such a shape.
    static func match(anyIn json: JSON) -> Bool {
        switch json {
        case .string(let text): match(text)
        case .array(let values): values.contains(where: match(anyIn:))
        case .object(let object): object.members.contains { match(anyIn: $0.value) }
        case .integer, .number, .bool, .null: false
        }
    }

    /// Every shape has a long run of letters and digits, many digits, or an at sign; nearly no name has.
    private static func isWorthReading(_ text: String) -> Bool {
        var run = 0
        var digits = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                run += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): run += 1
            case UInt8(ascii: "@"): return true
            default: run = 0
            }
            if digits >= 8 || (run >= 9 && digits >= 5) { return true }
        }
        return false
    }

    /// What is known of the run of letters and digits that is being read, and of the phone number it may be part of.
    private struct Tally {
        /// The run so far, letters as `A`, digits as `9`; longer than any shape, it matches none.
        private var shape: [UInt8] = []
        private var upper = true
        private var atSign = false
        private var dotAfterAt = false
        /// Digits of a phone number, which may be parted by spaces and dashes.
        private var phoneDigits = 0
        private var phoneStart: UInt8 = 0
        private var plus = false

        mutating func add(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                if phoneDigits == 0 { phoneStart = byte }
                phoneDigits += 1
                shape.append(UInt8(ascii: "9"))
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                if phoneEndsBeforeWord() { return true }
                shape.append(UInt8(ascii: "A"))
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                if phoneEndsBeforeWord() { return true }
                upper = false
                shape.append(UInt8(ascii: "A"))
            default: return separator(byte)
            }
            return false
        }

        mutating func ends() -> Bool {
            separator(UInt8(ascii: "\n")) || (atSign && dotAfterAt)
        }

        private mutating func separator(_ byte: UInt8) -> Bool {
            if matchesRun() { return true }
            if byte == UInt8(ascii: "@") && !shape.isEmpty {
                atSign = true
            } else if byte == UInt8(ascii: ".") {
                if atSign && !shape.isEmpty { dotAfterAt = true }
            } else if byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_") {
                if atSign && dotAfterAt { return true }
                atSign = false
                dotAfterAt = false
            }
            let isPhoneSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-")
            if !isPhoneSpace {
                if isPhone { return true }
                endPhone()
                plus = byte == UInt8(ascii: "+")
            }
            shape.removeAll(keepingCapacity: true)
            upper = true
            return false
        }

        /// A letter ends a phone number: after a space the number was whole, within a run it was none.
        private mutating func phoneEndsBeforeWord() -> Bool {
            let isWhole = shape.isEmpty && isPhone
            endPhone()
            return isWhole
        }

        private mutating func endPhone() {
            phoneDigits = 0
            plus = false
        }

        /// Italian numbers begin with 3 (mobile) or 0 and have 9–11 digits; international ones begin with +. The end of
        /// a long run, such as a digest in hexadecimal, is none.
        private var isPhone: Bool {
            guard shape.count <= 20 else { return false }
            if plus { return (8...15).contains(phoneDigits) }
            return (9...11).contains(phoneDigits)
                && (phoneStart == UInt8(ascii: "3") || phoneStart == UInt8(ascii: "0"))
        }

        private func matchesRun() -> Bool {
            switch shape.count {
            case 16: runs([(6, "A"), (2, "9"), (1, "A"), (2, "9"), (1, "A"), (3, "9"), (1, "A")])  // codice fiscale
            case 9:
                upper
                    && (runs([(2, "A"), (7, "9")]) || runs([(1, "A"), (8, "9")])
                        || runs([(2, "A"), (5, "9"), (2, "A")]))
            case 15...34:
                upper && shape.starts(with: Array("AA99".utf8)) && shape.filter { $0 == UInt8(ascii: "9") }.count >= 10
            default: false
            }
        }

        private func runs(_ parts: [(count: Int, kind: Unicode.Scalar)]) -> Bool {
            var index = 0
            for part in parts {
                for _ in 0..<part.count {
                    guard index < shape.count, shape[index] == UInt8(ascii: part.kind) else { return false }
                    index += 1
                }
            }
            return index == shape.count
        }
    }
}
