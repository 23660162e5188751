internal import FoundationEssentials
internal import Glibc
internal import Subprocess

/// A program of the system that makes a form of documents. labctl itself needs none of them.
enum HelperProgram: String {
    /// Makes PDF of HTML.
    case weasyprint
    /// Makes QR codes.
    case qrencode
    /// Converts spreadsheets.
    case soffice

    /// The package of Debian that has it.
    var package: String {
        switch self {
        case .weasyprint, .qrencode: rawValue
        case .soffice: "libreoffice-calc-nogui"
        }
    }

    /// Whether it is in a directory of PATH.
    var isInstalled: Bool {
        (Environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains { directory in
            // Unsafe: a C string, which the call only reads.
            unsafe access("\(directory)/\(rawValue)", X_OK) == 0
        }
    }

    /// Why something cannot be made without it, with what to do.
    func isMissing(for purpose: String) -> String {
        localized(
            "\(purpose) needs \(rawValue), which is not installed: apt install \(package)",
            it: "per \(purpose) serve \(rawValue), che non è installato: apt install \(package)")
    }

    /// The largest output that is read.
    private static let limit = 256 << 20

    /// What a run may take at most.
    enum Bounds {
        /// What the output's limit allows: its input is labctl's own.
        case none
        /// Bounded time, address space and files: it opens what somebody else sent.
        case foreignInput

        /// The programs and arguments that set them (timeout(1), prlimit(1), of packages that every Debian has).
        fileprivate var prefix: [String] {
            switch self {
            case .none: []
            case .foreignInput:
                [
                    "timeout", "--kill-after=5", "300", "prlimit", "--as=\(6 << 30)", "--cpu=180",
                    "--fsize=\(512 << 20)", "--",
                ]
            }
        }
    }

    /// Runs it with some input, and returns what it writes to standard output.
    ///
    /// - Parameters:
    ///   - arguments: Its arguments.
    ///   - input: What it reads from standard input.
    ///   - purpose: What for, as it is said where it cannot be.
    ///   - bounds: What it may take.
    /// - Throws: `Failure` of usage if it is not installed, or fails; with what it says of that.
    func run(
        _ arguments: [String], _ input: [UInt8], for purpose: String, within bounds: Bounds = .none
    ) async throws -> [UInt8] {
        guard isInstalled else { throw Failure(.usage, isMissing(for: purpose)) }
        let line = bounds.prefix + [rawValue] + arguments
        let outcome = try await Subprocess.run(
            .name(line[0]), arguments: Arguments(Array(line.dropFirst())), input: .array(input),
            output: .bytes(limit: Self.limit), error: .string(limit: 1 << 20))
        guard outcome.terminationStatus.isSuccess else {
            let said = outcome.standardError.split(separator: "\n").last.map(String.init) ?? ""
            throw Failure(
                .usage,
                localized(
                    "\(purpose) could not be made: \(rawValue) says: \(said)",
                    it: "\(purpose): \(rawValue) non è riuscito, e dice: \(said)"))
        }
        return outcome.standardOutput
    }
}

extension HelperProgram {
    /// Converts a spreadsheet by LibreOffice, with a profile of its own.
    ///
    /// - Parameters:
    ///   - bytes: The spreadsheet.
    ///   - form: Its form, as the name of such a file ends.
    ///   - other: The form to make.
    ///   - purpose: What for, as it is said where it cannot be.
    ///   - bounds: What LibreOffice may take.
    /// - Returns: The other file; nil if LibreOffice makes none, which it does not report as a failure.
    /// - Throws: `Failure` of usage if LibreOffice is not installed, or fails.
    static func convertSpreadsheet(
        _ bytes: [UInt8], from form: String, to other: String, for purpose: String, within bounds: Bounds = .none
    ) async throws -> [UInt8]? {
        try await TemporaryFolder.with { folder in
            try Descriptor.create("\(folder)/workbook.\(form)", bytes)
            _ = try await soffice.run(
                [
                    "-env:UserInstallation=file://\(folder)/profile", "--headless", "--convert-to", other, "--outdir",
                    "\(folder)/made", "\(folder)/workbook.\(form)",
                ], [], for: purpose, within: bounds)
            let made = "\(folder)/made/workbook.\(other)"
            return FileManager.default.fileExists(atPath: made) ? try Descriptor.contents(of: made) : nil
        }
    }
}
