import Foundation

@testable import Scenarios

// Testing and Foundation have types of these names, too.
typealias Expectation = Scenarios.Expectation
typealias Dimension = Scenarios.Dimension

/// A good scenario and profile to start from, and what reading a changed one says.
enum FormatFixture {
  static let scenario = """
    title: Write rate
    replays: crb-smb fig-4.1c
    crb:
      modules: 4
      block: {maximum: 16 MB, interval: 200 ms}
    hosts: {profile: test-machine}
    network: {latency: {normal: {mean: 200 us, deviation: 30 us}}, bandwidth: 1 Gbit/s}
    workload:
      configuration: 400 B
      rate: saturating
      window: 8
    duration: {warm-up: 1 s, measure: 2 s}
    sweep:
      crb.modules: [1, 4, 7, 10]
      workload.configuration: [1 B, 400 B, 1 kB]
    replications: {until: 5 % half-width at 95 %, at-most: 10}
    measure: [write-rate, consensus-delay, network-bytes-by-phase]
    figures:
      - {x: workload.configuration, y: write-rate, series: crb.modules, scale: log-x}
    expect:
      - {that: write-rate, at: {workload.configuration: 400 B}, at-least: 150 /s, source: crb-smb fig-4.1c}
      - {that: bytes-commit-busiest, at: {workload.configuration: 1 B}, along: crb.modules, is: quadratic}

    """

  static let profile = """
    title: A machine for tests
    cores: {value: 2, origin: assumed}
    prices:
      rsa-2048-pss.sign: {value: 400 us, origin: measured}
      rsa-2048-pss.verify: {value: 33 us, origin: measured}
      rsa-2048-pss.seal: {value: 35 us, origin: measured}
      rsa-2048-pss.open: {value: 410 us, origin: measured}
      ed25519.sign: {value: 50 us, origin: paper, note: a table}
      ed25519.verify: {value: 100 us, origin: calibrated, on: [crb-smb fig-4.1c]}
      cipher-byte: {value: 0.8 ns, origin: measured}
      hash-byte: {value: 2.5 ns, origin: measured}
      codec-byte: {value: 10 ns, origin: assumed}
      message: {value: 20 us, origin: assumed}
      message-byte: {value: 1 ns, origin: assumed}
      transaction: {value: 5 us, origin: assumed}
      index: {value: 1 us, origin: assumed}
    disk:
      sector: {value: 4 KiB, origin: paper}
      seek: {value: 8 ms, origin: assumed}
      transfer-rate: {value: 150 MB/s, origin: assumed}
      sync: {value: 1 ms, origin: assumed}
      cache: {value: 1 GB, origin: assumed}

    """

  /// A folder with `test-machine.yaml` and `no-ed25519.yaml`, made once.
  static let profiles: ProfileLibrary = {
    let folder = temporaryFolder("profiles")
    write(profile, to: "\(folder)/test-machine.yaml")
    let less = profile.split(separator: "\n").filter { !$0.contains("ed25519") }.joined(separator: "\n")
    write(less, to: "\(folder)/no-ed25519.yaml")
    return ProfileLibrary(folders: [folder])
  }()

  static func temporaryFolder(_ name: String) -> String {
    let folder = NSTemporaryDirectory() + "/chainbed-format-\(ProcessInfo.processInfo.processIdentifier)/" + name
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  static func write(_ text: String, to path: String) {
    precondition(FileManager.default.createFile(atPath: path, contents: Data(text.utf8)), path)
  }

  static func load(_ text: String = scenario, _ overrides: [String] = []) throws -> LoadedScenario {
    try ScenarioFile.read(Array(text.utf8), path: "s.yaml", overrides: overrides, profiles: profiles)
  }

  /// The good scenario with one text replaced by another, which must stand in it.
  static func changed(_ old: String, _ new: String) -> String {
    precondition(scenario.contains(old), "the fixture has no '\(old)'")
    return scenario.replacingOccurrences(of: old, with: new)
  }

  /// The good scenario, which lasts 3 s with one writer, with faults of so many lines, at four modules.
  static func text(faults: [String], modules: String = "[4]") -> String {
    changed("crb.modules: [1, 4, 7, 10]", "crb.modules: \(modules)")
      .replacingOccurrences(of: "sweep:", with: "faults:\n" + faults.map { "  - {\($0)}\n" }.joined() + "sweep:")
      .replacingOccurrences(of: ", along: crb.modules, is: quadratic", with: ", at-least: 1 B")
  }

  /// What reading that says, without the places.
  static func errors(faults: [String]) -> [String] {
    errors(text(faults: faults)).map { String($0.drop { $0 != " " }.dropFirst()) }
  }

  /// One line an error; none when the scenario is good.
  static func errors(_ text: String, _ overrides: [String] = []) -> [String] {
    errors { try load(text, overrides) }
  }

  static func errors(_ body: () throws -> some Any) -> [String] {
    do {
      _ = try body()
      return []
    } catch let errors as ScenarioErrors {
      return errors.errors.map(\.description)
    } catch {
      return ["unexpected: \(error)"]
    }
  }
}

extension SystemSpec {
  var crb: CRBSpec? {
    switch self {
    case .crb(let crb): crb
    case .nfv, .sfc: nil
    }
  }
}
