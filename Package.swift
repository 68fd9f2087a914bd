// swift-tools-version: 6.0
import PackageDescription

/// Settings of the modules on the hot path: see docs/decisions/0002-exclusivity-checking.md.
let hotPath: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

let package = Package(
  name: "chainbed",
  products: [.executable(name: "chainbed", targets: ["chainbed"])],
  targets: [
    // Values both worlds speak.
    .target(name: "Vocabulary", swiftSettings: hotPath),
    // The simulated world: clock, events, network, disk, processor.
    .target(name: "SimKernel", dependencies: ["Vocabulary"], swiftSettings: hotPath),
    // The real protocol code: state machines without input or output.
    .target(name: "Protocols", dependencies: ["Vocabulary", "CCrypto"], swiftSettings: hotPath),
    // Tables, statistics, figures, reports.
    .target(name: "Report", dependencies: ["CGSL", "CSQLite"]),
    // Scenario files, the host that joins protocol and world, experiments.
    .target(
      name: "Scenarios",
      dependencies: ["Vocabulary", "SimKernel", "Protocols", "Report", "CYAML"],
      swiftSettings: hotPath),
    // The `chainbed` command.
    .executableTarget(
      name: "chainbed",
      dependencies: ["Vocabulary", "Scenarios", "Report", "SimKernel", "Protocols", "PriorityQueueBaseline"],
      path: "Sources/Command"),
    // The C++ peer that `chainbed bench kernel` is measured against.
    .target(name: "PriorityQueueBaseline", path: "Benchmarks/PriorityQueueBaseline"),

    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CGSL", pkgConfig: "gsl", providers: [.apt(["libgsl-dev"])]),

    .target(name: "TestSupport", dependencies: ["Vocabulary", "Protocols"], path: "Tests/TestSupport"),
    .testTarget(name: "VocabularyTests", dependencies: ["Vocabulary"]),
    .testTarget(
      name: "SimKernelTests",
      dependencies: ["SimKernel", "Vocabulary", "PriorityQueueBaseline", "TestSupport", "CGSL"]),
    .testTarget(name: "ProtocolsTests", dependencies: ["Protocols", "Vocabulary", "TestSupport", "CCrypto"]),
    .testTarget(name: "ReportTests", dependencies: ["Report", "Protocols", "Vocabulary", "TestSupport"]),
    .testTarget(
      name: "ScenariosTests",
      dependencies: ["Scenarios", "SimKernel", "Protocols", "Vocabulary", "Report", "TestSupport"]),
    .testTarget(name: "CommandTests", dependencies: ["chainbed", "Scenarios", "Report", "TestSupport"]),
    .testTarget(name: "RegressionTests", dependencies: ["Scenarios", "Report", "TestSupport"]),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
