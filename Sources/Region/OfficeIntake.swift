import Executors
import FoundationEssentials
package import LabServer
package import Logging
import NATS
import RegionFeed
package import ServiceSupport
import TransparencyCrypto
package import TransparencyLog

/// Follows an office's stream, and keeps a copy of its log: of what is verified by the office's key, and of nothing else.
///
/// What is missing is asked of the office's relay. What shows that something is wrong with the log itself, a fork or lines that do not
/// have the root that the office signed and are not sent otherwise, stops this office at its last verified line until a person has
/// settled it. It has a thread of its own, as the calls of the NATS client block.
package actor OfficeIntake {
    let office: RegionOffice
    let feed: OfficeFeed
    /// The office's key, which signs under another name in each generation of the log.
    let pinned: VerifierKey
    let directory: String
    let evidence: Evidence
    let signer: NoteSigner?
    let connection: SharedConnection
    let hall: CopyHall
    let stop: StopSignal
    let logger: Logger
    let executor = PinnedExecutor(name: "region-intake")

    var generation = 1
    var verifier: FeedVerifier
    var waiting: WaitingLines
    var witness: OfficeWitness?
    /// The stream's message that was taken last.
    var last: Message?
    var sequence: Int { last?.sequence ?? 0 }
    /// That of the message with the last line that was received.
    var lastLine: Int?
    var lastAsked: ContinuousClock.Instant?
    /// From where on lines were found altered, and how often.
    var rejected = (position: 0, times: 0)
    /// Where the stream is to be read from next, if not behind what was taken last.
    var start: Int?
    /// For each later generation of the log without a verified checkpoint yet: the number of its first message.
    var later: [Int: Int] = [:]
    var lastCosigned = ContinuousClock.now

    /// How long lines that are promised and do not come are waited for before they are asked for, and how long between two requests.
    static let patience = Duration.seconds(3), betweenRequests = Duration.seconds(11)
    /// How long between two requests while nothing seems to be missing.
    static let betweenQuestions = Duration.seconds(60)
    /// After how long without a message the stream's end is looked at.
    static let suspicion = Duration.seconds(5)
    /// How often lines are asked for that then still do not have the root that was signed.
    static let mostRejections = 5
    /// How many later generations are told apart, and how many bytes of lines may wait for a checkpoint.
    static let mostGenerations = 64, mostWaiting = 32 << 30
    static let betweenCosignatures = Duration.seconds(1)

    /// Prepares to follow an office, whose directory is made if it is not there.
    ///
    /// - Throws: an error in making it.
    package init(
        _ office: RegionOffice, region: String, key: VerifierKey, directory: String, signer: NoteSigner?,
        _ connection: SharedConnection, _ hall: CopyHall, stop: StopSignal, logger: Logger
    ) throws {
        guard let feed = OfficeFeed(region: region, office: office.id) else {
            throw RegionError("\(office.id) is no office's id")
        }
        self.office = office
        self.feed = feed
        pinned = key
        self.directory = directory
        self.signer = signer
        self.connection = connection
        self.hall = hall
        self.stop = stop
        self.logger = logger
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        evidence = Evidence(inDirectory: directory)
        waiting = try WaitingLines(inDirectory: directory)
        verifier = FeedVerifier(key: key, using: .crypto, .crypto)
    }

    /// Its own thread.
    package nonisolated var unownedExecutor: UnownedSerialExecutor {
        // The actor holds the executor for as long as it lives, as the protocol asks.
        unsafe executor.asUnownedSerialExecutor()
    }

    /// Follows until it is told to stop. What fails is said once, and tried again.
    package func run() async {
        var said = ""
        var isOpen = false
        while !stop.isGiven, !Task.isCancelled {
            do {
                if !isOpen {
                    try await openNewestCopy()
                    isOpen = true
                }
                guard office.standing.fault == nil else { break }
                try await follow()
                said = ""
            } catch let stopped as Stopped {
                halt(stopped.fault)
                break
            } catch is Rewound {
                continue
            } catch {
                guard !stop.isGiven else { break }
                if !(error is NATSError || error is RegionError) {
                    // What was received may be ahead of what could be kept: everything begins again from what is on the disk.
                    await hall.end(office)
                    isOpen = false
                }
                if said != "\(error)" {
                    logger.warning(
                        "an office's stream cannot be followed now",
                        metadata: ["office": "\(office.id)", "detail": "\(error)"])
                }
                said = "\(error)"
                office.change { $0.interruption = said }
                try? await Task.sleep(for: .seconds(1))
            }
        }
        await stop.wait()
        office.copy?.end()
    }

    /// Something is wrong with the office's log itself.
    struct Stopped: Error {
        let fault: RegionOffice.Fault
    }

    /// The stream is to be read from another place.
    struct Rewound: Error {}

    func halt(_ fault: RegionOffice.Fault) {
        office.change { $0.fault = fault }
        logger.critical(
            "an office is stopped at its last verified line",
            metadata: ["office": "\(office.id)", "code": "\(fault.code.rawValue)", "detail": "\(fault.detail)"])
        // Another version of this program may read it.
        guard fault.code != .unreadable else { return }
        do { try evidence.note(fault) } catch {
            logger.error("that an office is stopped could not be noted", metadata: ["detail": "\(error)"])
        }
    }
}

/// An error with a sentence for people.
package struct RegionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The sentence.
    package let description: String

    init(_ description: String) { self.description = description }
}
