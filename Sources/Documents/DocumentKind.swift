package import Views

/// The kinds of documents. Their names are in references on paper, and never change.
package enum DocumentKind: String, CaseIterable, Sendable {
    /// A worker's month of hours.
    case timesheet

    /// The view that has its figures.
    package var view: any Answer.Type {
        switch self {
        case .timesheet: Views.Timesheet.self
        }
    }

    /// What a document of the kind is of, in the order of its reference.
    package var parameters: [Views.Parameter] {
        switch self {
        case .timesheet: [.worker, .month]
        }
    }
}
