// swift-tools-version: 6.3
import PackageDescription

// Fuzzers of everything that reads bytes from outside. A package of its own, as all of it is built with libFuzzer's
// instruments: `bash Fuzz/run.sh` does that.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func fuzzer(_ name: String, of products: [String]) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["FuzzSupport"] + products.map { .product(name: $0, package: "labd") },
        swiftSettings: settings)
}

let package = Package(
    name: "labd-fuzz",
    dependencies: [.package(name: "labd", path: "..")],
    targets: [
        .target(name: "FuzzSupport", swiftSettings: settings),
        fuzzer("fuzz-json", of: ["CanonicalJSON"]),
        fuzzer("fuzz-commands", of: ["CanonicalJSON", "Office"]),
        fuzzer("fuzz-proofs", of: ["TransparencyLog", "TransparencyCrypto"]),
        fuzzer("fuzz-toml", of: ["CanonicalJSON", "LabAPI", "LabServer"]),
        fuzzer("fuzz-csv", of: ["Interchange", "CanonicalJSON", "LabAPI"]),
        fuzzer("fuzz-lines", of: ["Ledger", "Interchange", "CanonicalJSON"]),
    ]
)
