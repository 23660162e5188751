// swift-tools-version: 6.3
import PackageDescription

/// On for every target: the language modes the whole project is written in.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// On for the modules that decide, compute and store: with LABD_OPTIMISED=1 a debug build optimises them, and all their checks stay.
/// The tests and trials, which replay whole seasons thousands of times, then take a fifth less time.
let computing: [SwiftSetting] =
    Context.environment["LABD_OPTIMISED"] == nil
    ? settings
    : settings + [
        .unsafeFlags(["-O", "-Xfrontend", "-assert-config", "-Xfrontend", "Debug"], .when(configuration: .debug))
    ]

let collections = Target.Dependency.product(name: "HashTreeCollections", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let nio: [Target.Dependency] = [
    .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
]

/// The programs of a region, and what they need, are targets of their own: labd and labctl are built and packaged without
/// NATS. Where Debian's libnats-dev cannot be installed, this leaves them out.
let hasRegion = Context.environment["LABD_WITHOUT_REGION"] == nil

let region: [Target] = [
    .systemLibrary(name: "CNATS", providers: [.apt(["libnats-dev"])]),
    .target(name: "NATS", dependencies: ["CNATS"], swiftSettings: settings),
    .target(
        name: "RegionFeed", dependencies: ["CanonicalJSON", "EventFormat", "TransparencyLog"], swiftSettings: settings),
    .target(
        name: "Relay",
        dependencies: [
            "NATS", "RegionFeed", "LabAPI", "ServiceSupport", "Executors", "TOMLFiles", "CanonicalJSON", "EventFormat",
            "MachineClock", "CivilTime", "TransparencyLog", "TransparencyCrypto", logging,
        ],
        swiftSettings: settings),
    .executableTarget(
        name: "labrelay",
        dependencies: [
            .product(name: "Subprocess", package: "swift-subprocess"),
            .product(name: "SystemPackage", package: "swift-system"),
            "Relay", "NATS", "LabAPI", "ServiceSupport", "TransparencyLog", "TransparencyCrypto", logging,
            argumentParser,
        ],
        swiftSettings: settings),
    .target(
        name: "Region",
        dependencies: [
            "NATS", "RegionFeed", "LabServer", "LabAPI", "Ledger", "Office", "CanonicalJSON", "EventFormat",
            "Executors",
            "MachineClock", "ServiceSupport", "TOMLFiles", "TransparencyLog", "TransparencyCrypto", logging,
        ],
        swiftSettings: settings),
    .testTarget(
        name: "RegionTests",
        dependencies: [
            "Region", "LabServer", "Ledger", "TOMLFiles", "TransparencyLog", "TransparencyCrypto", "SeededNumbers",
        ],
        swiftSettings: settings),
    .executableTarget(
        name: "labregion",
        dependencies: [
            "Region", "NATS", "LabServer", "LabAPI", "Ledger", "ServiceSupport", "TOMLFiles", "TransparencyLog",
            "TransparencyCrypto", logging, argumentParser,
        ],
        swiftSettings: settings),
    .testTarget(
        name: "RelayTests",
        dependencies: [
            "Relay", "RegionFeed", "NATS", "LabAPI", "TOMLFiles", "TinyServer", "TransparencyLog",
            "TransparencyCrypto", "SeededNumbers",
        ] + nio,
        swiftSettings: settings),
]

let package = Package(
    name: "labd",
    products: [
        .executable(name: "labd", targets: ["labd"]),
        .executable(name: "labctl", targets: ["labctl"]),
    ]
        + (hasRegion
            ? [
                .executable(name: "labrelay", targets: ["labrelay"]),
                .executable(name: "labregion", targets: ["labregion"]),
            ] : [])
        // What the fuzzers, a package of their own, are of.
        + [
            "CanonicalJSON", "CivilTime", "EventFormat", "TransparencyLog", "TransparencyCrypto", "Ledger",
            "Interchange", "Office",
            "Views", "TOMLFiles", "LabAPI", "LabServer",
        ].map { .library(name: $0, targets: [$0]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", exact: "1.1.4"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CLMDB", providers: [.apt(["liblmdb-dev"])]),
        .systemLibrary(name: "CXLSXWriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
        .target(name: "CLinux"),
        // The C library's allocator, which Swift's own map of it leaves out.
        .systemLibrary(name: "CMalloc"),
        .target(name: "MachineAccounts", swiftSettings: settings),
        // What daemons need of the system: signals, the service manager, the journal.
        .target(name: "ServiceSupport", dependencies: [logging], swiftSettings: settings),
        // Not of ServiceSupport: where NIO is imported too, optimised builds take the C library's types for NIO's.
        .target(
            name: "Executors", dependencies: ["CLinux", .product(name: "NIOPosix", package: "swift-nio")],
            swiftSettings: settings),
        .target(name: "LMDB", dependencies: ["CLMDB", "CLinux", "MachineAccounts"], swiftSettings: computing),
        .target(name: "CanonicalJSON", swiftSettings: computing),
        .target(name: "CivilTime", swiftSettings: computing),
        .target(name: "MachineClock", dependencies: ["CLinux", "CivilTime"], swiftSettings: settings),
        .target(name: "TransparencyLog", swiftSettings: computing),
        .target(name: "TransparencyCrypto", dependencies: ["TransparencyLog", crypto], swiftSettings: computing),
        .target(
            name: "EventFormat", dependencies: ["CanonicalJSON", "CivilTime", "TransparencyLog"],
            swiftSettings: computing),
        .target(
            name: "Ledger",
            dependencies: [
                "CLinux", "MachineAccounts", "LMDB", "CanonicalJSON", "CivilTime", "EventFormat", "TransparencyLog",
                "TransparencyCrypto",
                crypto,
            ],
            swiftSettings: computing),
        .target(
            name: "Interchange", dependencies: ["CanonicalJSON", "CivilTime", "EventFormat", heap],
            swiftSettings: computing),
        .target(name: "Office", dependencies: ["CanonicalJSON", "CivilTime", collections], swiftSettings: computing),
        .target(name: "Views", dependencies: ["Office", "CivilTime"], swiftSettings: computing),
        .target(
            name: "Wording", dependencies: ["CanonicalJSON", "CivilTime", "Office", "Views"], swiftSettings: settings),
        .target(
            name: "Presentation",
            dependencies: ["CanonicalJSON", "CivilTime", "Office", "Views", "Wording", "Interchange"],
            swiftSettings: settings),
        .target(
            name: "Documents",
            dependencies: ["CanonicalJSON", "CivilTime", "Office", "Views", "Wording", "Presentation", "Markup"],
            resources: [.embedInCode("documents.css")], swiftSettings: settings),
        .target(name: "Spreadsheets", dependencies: ["CXLSXWriter", "CExpat"], swiftSettings: settings),
        .target(name: "Markup", swiftSettings: settings),
        .target(
            name: "Pages",
            dependencies: [
                "CanonicalJSON", "CivilTime", "Office", "Views", "Wording", "Presentation", "Markup", "Charts",
                "Interchange", "Documents",
            ],
            resources: [.embedInCode("Assets")], swiftSettings: settings),
        .target(
            name: "Charts", dependencies: ["Markup", "CivilTime"], resources: [.embedInCode("charts.css")],
            swiftSettings: settings),
        .target(
            name: "PersonalData",
            dependencies: ["Ledger", "Office", "CanonicalJSON", "CivilTime", "EventFormat", logging],
            swiftSettings: settings),
        .target(
            name: "TOMLFiles",
            dependencies: ["CanonicalJSON", "CivilTime", "Office", "Wording", "Interchange", "TOMLKit"],
            swiftSettings: settings),
        .target(
            name: "LabAPI",
            dependencies: ["CanonicalJSON", "CivilTime", "Office", "Views", "Wording"] + nio,
            swiftSettings: settings),
        .target(
            name: "OpenAPI",
            dependencies: ["CanonicalJSON", "CivilTime", "Office", "Views", "Wording", "LabAPI"],
            resources: [.embedInCode("Examples")], swiftSettings: settings),
        .target(
            name: "LabServer",
            dependencies: [
                "OpenAPI", "ServiceSupport", "Executors",
                "CLinux", "CMalloc", "MachineAccounts", "MachineClock", "PersonalData", "Ledger", "TransparencyLog",
                "TransparencyCrypto", "Office", "Views", "Wording", "Presentation", "Markup", "Documents", "Pages",
                "LabAPI",
                "CanonicalJSON", "CivilTime", "EventFormat", "TOMLFiles", "TOMLKit",
                logging, crypto,
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ] + nio,
            swiftSettings: settings),
        .executableTarget(
            name: "labd",
            dependencies: [
                "LabServer", "LabAPI", "Ledger", "Office", "Wording", "CanonicalJSON", "CivilTime", "MachineClock",
                "ServiceSupport", "TransparencyLog", "TransparencyCrypto", logging, argumentParser,
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: settings),
        .target(
            name: "LabTerminal",
            dependencies: [
                "LabAPI", "OpenAPI", "TOMLFiles", "Office", "Views", "Wording", "Presentation", "Spreadsheets",
                "Documents", "Markup", "CanonicalJSON", "CivilTime", "EventFormat", "MachineClock", "Interchange",
                "TransparencyLog",
                "TransparencyCrypto",
                argumentParser,
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ] + nio,
            swiftSettings: settings),
        .executableTarget(name: "labctl", dependencies: ["LabTerminal"], swiftSettings: settings),

        .testTarget(name: "LMDBTests", dependencies: ["LMDB"], swiftSettings: settings),
        .testTarget(
            name: "TransparencyLogTests", dependencies: ["TransparencyLog", "TransparencyCrypto", "SeededNumbers"],
            resources: [.copy("Vectors")], swiftSettings: settings),
        .testTarget(
            name: "LedgerTests",
            dependencies: [
                "Ledger", "LMDB", "CanonicalJSON", "CivilTime", "EventFormat", "TransparencyLog", "TransparencyCrypto",
                "SeededNumbers",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "LabServerTests",
            dependencies: [
                "MachineAccounts", "ServiceSupport", "Executors", "LabServer", "LabAPI", "OpenAPI", "Ledger", "LMDB",
                "TransparencyLog",
                "TransparencyCrypto", "Office", "OfficeSpecification", "Views", "Wording", "CanonicalJSON", "CivilTime",
                "EventFormat",
                "TOMLFiles", logging,
            ] + nio,
            swiftSettings: settings),
        .testTarget(
            name: "labdTests",
            dependencies: [
                "labd", "labctl", "LabServer", "LabAPI", "Office", "Views", "OfficeSpecification", "CanonicalJSON",
                "CivilTime",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "InterchangeTests", dependencies: ["Interchange", "CanonicalJSON", "CivilTime", "EventFormat"],
            swiftSettings: settings),
        .testTarget(
            name: "DocumentsTests",
            dependencies: [
                "Documents", "OfficeSpecification", "ViewsSpecification", "Office", "Views", "Wording", "Presentation",
                "Markup", "CanonicalJSON", "CivilTime",
            ],
            swiftSettings: settings),
        .testTarget(name: "SpreadsheetsTests", dependencies: ["Spreadsheets"], swiftSettings: settings),
        .testTarget(name: "MarkupTests", dependencies: ["Markup"], swiftSettings: settings),
        .testTarget(
            name: "ChartsTests", dependencies: ["Charts", "Markup", "CivilTime"], swiftSettings: settings),
        .testTarget(
            name: "CanonicalJSONTests", dependencies: ["CanonicalJSON", "SeededNumbers"], swiftSettings: settings),
        .testTarget(
            name: "EventFormatTests", dependencies: ["EventFormat", "TransparencyLog"], swiftSettings: settings),
        .testTarget(
            name: "CivilTimeTests", dependencies: ["CivilTime", "OfficeSpecification"], swiftSettings: settings),
        .target(
            name: "OfficeSpecification",
            dependencies: ["Office", "Wording", "CanonicalJSON", "CivilTime"],
            path: "Tests/OfficeSpecification",
            swiftSettings: settings),
        .testTarget(
            name: "OfficeTests",
            dependencies: ["OfficeSpecification", "Office", "Wording", "CanonicalJSON", "CivilTime", "SeededNumbers"],
            resources: [.copy("Golden")],
            swiftSettings: settings),
        .testTarget(
            name: "WordingTests",
            dependencies: ["OfficeSpecification", "Wording", "Views", "Office", "CanonicalJSON", "CivilTime"],
            swiftSettings: settings),
        .target(
            name: "ViewsSpecification",
            dependencies: ["OfficeSpecification", "Views", "Office", "CanonicalJSON", "CivilTime", crypto],
            path: "Tests/ViewsSpecification", swiftSettings: settings),
        .testTarget(
            name: "ViewsTests",
            dependencies: [
                "OfficeSpecification", "ViewsSpecification", "Views", "Office", "CanonicalJSON", "CivilTime", crypto,
                "SeededNumbers",
            ],
            resources: [.copy("Season")],
            swiftSettings: settings),
        .testTarget(
            name: "PagesTests",
            dependencies: [
                "Pages", "Documents", "OfficeSpecification", "ViewsSpecification", "Views", "Office", "Wording",
                "Presentation",
                "Interchange",
                "Markup", "CanonicalJSON",
                "CivilTime",
            ],
            swiftSettings: settings),
        .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: settings),
        .target(name: "TinyServer", dependencies: nio, path: "Tests/TinyServer", swiftSettings: settings),
        .testTarget(
            name: "TOMLFilesTests",
            dependencies: ["TOMLFiles", "Interchange", "Office", "CanonicalJSON", "CivilTime"],
            resources: [.copy("Fixtures")], swiftSettings: settings),
        .testTarget(
            name: "LabAPITests", dependencies: ["LabAPI", "CanonicalJSON", "TinyServer"] + nio,
            swiftSettings: settings),
        .testTarget(
            name: "LabTerminalTests",
            dependencies: [
                "LabTerminal", "labctl", "LabAPI", "Interchange", "TOMLFiles", "Office", "OfficeSpecification", "Views",
                "Wording", "Presentation", "Spreadsheets", "Documents", "CanonicalJSON", "CivilTime", "TransparencyLog",
                "TransparencyCrypto", "TinyServer", argumentParser, "SeededNumbers",
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ] + nio,
            swiftSettings: settings),
    ] + (hasRegion ? region : [])
)
