// swift-tools-version: 6.3
import PackageDescription

// The load generator of `bash deploy/bench.sh`. It is a package of its own because it links the libraries of labd's peers, and it
// uses no module of labd, so that it measures any version of it.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "labd-benchmarks",
    products: [
        .executable(name: "labd-load", targets: ["labd-load"]),
        .library(name: "UnderValgrind", type: .dynamic, targets: ["UnderValgrind"]),
    ],
    dependencies: [
        // The version that labd uses.
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
    ],
    targets: [
        .systemLibrary(name: "CStores", providers: [.apt(["liblmdb-dev", "libsqlite3-dev"])]),
        // What Swift's map of the C library leaves out.
        .systemLibrary(name: "CGlibc"),
        .target(name: "UnderValgrind"),
        .executableTarget(
            name: "labd-load",
            dependencies: [
                "CGlibc", "CStores", .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ],
            swiftSettings: settings),
    ]
)
