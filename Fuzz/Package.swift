// swift-tools-version: 6.3
import PackageDescription

// Fuzzers of the code that reads bytes from outside. They are a separate package because all of it is built with the
// instrumentation of libFuzzer, which `bash Fuzz/run.sh` does.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func fuzzer(_ name: String, of products: [String], _ more: [Target.Dependency] = []) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["FuzzSupport"] + products.map { .product(name: $0, package: "labd") } + more,
        swiftSettings: settings)
}

let package = Package(
    name: "labd-fuzz",
    dependencies: [
        .package(name: "labd", path: ".."),
        // The versions that labd uses.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    ],
    targets: [
        .target(name: "FuzzSupport", swiftSettings: settings),
        .target(
            name: "FuzzOffice",
            dependencies: [
                "FuzzSupport", .product(name: "CivilTime", package: "labd"), .product(name: "Office", package: "labd"),
                .product(name: "CanonicalJSON", package: "labd"),
            ],
            swiftSettings: settings),
        fuzzer("fuzz-json", of: ["CanonicalJSON"]),
        fuzzer("fuzz-commands", of: ["CivilTime", "Office"], ["FuzzOffice"]),
        fuzzer("fuzz-proofs", of: ["TransparencyLog", "TransparencyCrypto"]),
        fuzzer("fuzz-toml", of: ["CanonicalJSON", "TOMLFiles", "LabServer"]),
        fuzzer("fuzz-csv", of: ["Interchange", "CanonicalJSON", "TOMLFiles"]),
        fuzzer("fuzz-lines", of: ["Ledger", "EventFormat", "CanonicalJSON"]),
        fuzzer("fuzz-keys", of: ["Ledger"], [.product(name: "Crypto", package: "swift-crypto")]),
        fuzzer(
            "fuzz-paths", of: ["CanonicalJSON", "CivilTime", "Office", "TransparencyLog", "Views"],
            ["FuzzOffice", .product(name: "Hummingbird", package: "hummingbird")]),
    ]
)
