import CivilTime

/// An image of an office, from which the office can be restored without replaying the log.
///
/// Only the same program can read it, because rows have their form in memory, and nothing in it proves that it agrees with the
/// log. It makes it possible to answer soon after a start, and does not replace the log: its user must bind it to the program,
/// to the log's root and to a digest of its bytes, and replay the log in the background.
public struct OfficeImage: Sendable {
    /// The large part: rows, ids, sums.
    public let tables: [UInt8]
    /// The small part, which has a separate form.
    public let rest: Rest

    /// The contents of an office besides its tables.
    public struct Rest: Sendable, Codable {
        fileprivate let office: Office

        /// Reads the values in the order of ``Office/values``.
        ///
        /// - Throws: `DecodingError` where one is missing or of another kind; `ImageError` where there are more.
        public init(from decoder: any Decoder) throws {
            var container = try decoder.unkeyedContainer()
            var office = Office()
            for value in Office.values { try value.decode(&office, &container) }
            guard container.isAtEnd else { throw ImageError() }
            self.office = office
        }

        /// The small part of an office's image.
        public init(_ office: Office) { self.office = office }

        /// Writes the values in the order of ``Office/values``.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            for value in Office.values { try value.encode(office, &container) }
        }
    }

    /// The image of these parts.
    public init(tables: [UInt8], rest: Rest) {
        self.tables = tables
        self.rest = rest
    }

    /// Writes the large part of an office's image, and lends it to `takePiece` in pieces of about a megabyte.
    public static func writeTables(of office: Office, _ takePiece: ([UInt8]) -> Void) {
        withoutActuallyEscaping(takePiece) { takePiece in
            var image = ImageWriter(takePiece)
            office.write(to: &image)
            image.end()
        }
    }

    /// The image of an office.
    public init(_ office: Office) {
        var image = ImageWriter()
        office.write(to: &image)
        tables = image.bytes
        rest = Rest(office)
    }
}

extension Office: ImageBook {
    /// Every table of an office, in the order in which an image has them.
    static let parts: [ImagePart<Office>] = [
        .init(\.workers), .init(\.terms), .init(\.rates), .init(\.absences), .init(\.hours),
        .init(\.people), .init(\.evidence), .init(\.decisions), .init(\.links), .init(\.personServices),
        .init(\.servicesOfPersons), .init(\.served),
        .init(\.serviceRecords), .init(\.contacts), .init(\.cases), .init(\.caseSteps), .init(\.caseload),
        .init(\.memberships), .init(\.casesOfContacts), .init(\.mediations), .init(\.mediationsOfCases),
        .init(\.mediationSteps),
        .init(\.deliveryDays), .init(\.orientations), .init(\.activities),
        .init(\.reports.claims), .init(\.symbols), .init(\.lists), .init(\.records),
    ]

    /// Everything else that an office holds.
    static let values: [ImageValue] = [
        .init(\.position), .init(\.time), .init(\.identity), .init(\.isSimulated), .init(\.confirmedClock),
        .init(\.plan), .init(\.suspensions), .init(\.statusExtensions), .init(\.finalPayments), .init(\.proceedings),
        .init(\.erasedStreams), .init(\.reports.reports), .init(\.reports.findings), .init(\.changes),
    ]

    /// The office that an image is of.
    ///
    /// - Throws: `ImageError` if the parts do not fit together. If they do, that does not prove that this program wrote them.
    public init(_ image: OfficeImage) throws(ImageError) {
        self = image.rest.office
        var reader = ImageReader(image.tables)
        try readParts(from: &reader)
        served.rules = plan.map { ServedPersons.Rules($0, symbols) }
        changes = image.rest.office.changes
        guard reader.isAtEnd, records.count == position + 1 else { throw ImageError() }
    }

    /// Returns this office for what will not be recorded, such as a rehearsal: the offices of the log do not keep in memory what is
    /// added to it.
    public func detached() -> Office {
        var office = self
        office.maintainIndex(.detach)
        office.changes = changes
        return office
    }

    /// Gives up what the indexes remember of versions that came to nothing, if that is much. Call this where commits failed.
    public mutating func tidyIndexes() {
        let changes = changes
        maintainIndex(.tidy)
        self.changes = changes
    }
}

/// A value of an office that is no table, named once, by its key path, for reading and writing.
struct ImageValue: Sendable {
    let path: any PartialKeyPath<Office> & Sendable
    let encode: @Sendable (Office, inout any UnkeyedEncodingContainer) throws -> Void
    let decode: @Sendable (inout Office, inout any UnkeyedDecodingContainer) throws -> Void

    init<Value: Codable & SendableMetatype>(_ path: any WritableKeyPath<Office, Value> & Sendable) {
        self.path = path
        encode = { office, container in try container.encode(office[keyPath: path]) }
        decode = { office, container in office[keyPath: path] = try container.decode(Value.self) }
    }
}
