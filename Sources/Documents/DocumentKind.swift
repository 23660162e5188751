package import Views

/// The kinds of documents. Their names are in references on paper, and never change.
package enum DocumentKind: String, CaseIterable, Sendable {
    /// A worker's month of hours.
    case timesheet
    /// The report of a quarter, or of some other days, to the fund.
    case quarterly
    /// The report of the whole project to the fund.
    case final
    /// The register of mediation over some days.
    case mediations
    /// The attendance list of an activity.
    case attendance
    /// A claim that was submitted, with its entries.
    case claim
    /// What is held of a person (GDPR, art. 15).
    case person

    /// What a document of the kind is of, in the order of its reference.
    package var parameters: [Views.Parameter] {
        switch self {
        case .timesheet: [.worker, .month]
        case .quarterly, .final, .mediations: [.from, .to]
        case .attendance, .claim, .person: [.id]
        }
    }

    /// Returns what a document of the kind says.
    ///
    /// - Parameters:
    ///   - values: What it is of: a value for each of the kind's parameters, in their order.
    ///   - source: What answers its questions.
    ///   - opened: The names that were opened for it, by stream.
    /// - Throws: What the source throws.
    package func draft(
        of values: [String], _ source: some DocumentSource, opened: [String: String] = [:]
    ) async throws -> Draft {
        precondition(values.count == parameters.count, "a value for each parameter")
        let asked = Array(zip(parameters, values))
        switch self {
        case .timesheet: return try await TimesheetDocument.draft(asked, source, opened)
        case .quarterly, .final: return try await ReportDocument(self, asked, source).draft()
        case .mediations: return try await MediationRegister.draft(asked, source)
        case .attendance: return try await AttendanceList.draft(asked, source, opened)
        case .claim: return try await ClaimDocument.draft(asked, source)
        case .person: return try await PersonDocument.draft(asked, source)
        }
    }
}
