/// An office laid out so that it is back at once, without the log being replayed.
///
/// Only the very program that made it can read it, since rows are kept as they lie in memory; and nothing in it proves
/// that it says what the log says. It is a way to answer soon after a start, not a second truth: whoever uses one binds it
/// to the program, to the log's root and to a digest of its bytes, and replays the log beside.
public struct OfficeImage: Sendable {
    /// What is many: rows, ids, sums.
    public let tables: [UInt8]
    /// What is few, and has a shape of its own.
    public let rest: Rest

    /// What an office holds besides its tables.
    public struct Rest: Sendable, Codable {
        let position: Int
        let time: Instant
        let identity: String?
        let isSimulated: Bool
        let plan: Plan?
        let suspensions: [Suspension]
        let statusExtensions: [StatusExtension]
        let finalPayments: [FinalPayment]
        let proceedings: [Proceeding]
        let reports: [Report]
        let findings: [Finding]
        let erasedStreams: Set<String>
        let confirmedClock: Instant?
    }

    /// The image of these parts.
    public init(tables: [UInt8], rest: Rest) {
        self.tables = tables
        self.rest = rest
    }

    /// The image of an office, which is not archived.
    public init(_ office: Office) {
        var image = ImageWriter()
        office.writeTables(to: &image)
        tables = image.bytes
        rest = Rest(
            position: office.position, time: office.time, identity: office.identity, isSimulated: office.isSimulated,
            plan: office.plan, suspensions: office.suspensions, statusExtensions: office.statusExtensions,
            finalPayments: office.finalPayments, proceedings: office.proceedings, reports: office.reports.reports,
            findings: office.reports.findings, erasedStreams: office.erasedStreams,
            confirmedClock: office.confirmedClock)
    }
}

extension Office {
    /// The office that an image is of.
    ///
    /// - Throws: `ImageError` where the parts do not fit each other. That they do is no proof that this program wrote them.
    public init(_ image: OfficeImage) throws(ImageError) {
        self.init()
        let rest = image.rest
        position = rest.position
        time = rest.time
        identity = rest.identity
        isSimulated = rest.isSimulated
        plan = rest.plan
        suspensions = rest.suspensions
        statusExtensions = rest.statusExtensions
        finalPayments = rest.finalPayments
        proceedings = rest.proceedings
        erasedStreams = rest.erasedStreams
        confirmedClock = rest.confirmedClock
        var reader = ImageReader(image.tables)
        try readTables(from: &reader)
        reports = try ReportBook(reports: rest.reports, findings: rest.findings, from: &reader)
        guard reader.isAtEnd, records.count == position + 1 else { throw ImageError() }
    }

    fileprivate func writeTables(to image: inout ImageWriter) {
        workers.write(to: &image)
        terms.write(to: &image)
        rates.write(to: &image)
        absences.write(to: &image)
        hours.write(to: &image)
        people.write(to: &image)
        evidence.write(to: &image)
        decisions.write(to: &image)
        links.write(to: &image)
        serviceRecords.write(to: &image)
        contacts.write(to: &image)
        cases.write(to: &image)
        caseSteps.write(to: &image)
        memberships.write(to: &image)
        mediations.write(to: &image)
        mediationSteps.write(to: &image)
        deliveryDays.write(to: &image)
        orientations.write(to: &image)
        activities.write(to: &image)
        symbols.write(to: &image)
        lists.write(to: &image)
        image.rows(records)
        reports.writeClaims(to: &image)
    }

    private mutating func readTables(from image: inout ImageReader) throws(ImageError) {
        workers = try Register(from: &image)
        terms = try Table(from: &image)
        rates = try Table(from: &image)
        absences = try Table(from: &image)
        hours = try HoursBook(from: &image)
        people = try Register(from: &image)
        evidence = try Table(from: &image)
        decisions = try Table(from: &image)
        links = try LinkBook(from: &image)
        serviceRecords = try Register(from: &image)
        contacts = try Table(from: &image)
        cases = try Table(from: &image)
        caseSteps = try Table(from: &image)
        memberships = try Table(from: &image)
        mediations = try Table(from: &image)
        mediationSteps = try Table(from: &image)
        deliveryDays = try DeliveryDays(from: &image)
        orientations = try Table(from: &image)
        activities = try Table(from: &image)
        symbols = try Symbols(from: &image)
        lists = try Lists(from: &image)
        records = try image.rows()
    }
}
