import Foundation
import Protocols
import TestSupport
import Testing

@testable import Scenarios

@Suite("Shipped files")
struct ShippedFilesTests {
  private let profiles = ProfileLibrary(folders: [Repository.path("scenarios/profiles")])

  @Test("every shipped profile is good", arguments: Repository.files(below: "scenarios/profiles", endings: [".yaml"]))
  func profile(path: String) throws {
    let profile = try ProfileFile.load(path: Repository.path(path))
    if profile.forwarding == nil {
      #expect(SignatureSuite.allCases.allSatisfy { profile.missingPrices(for: $0).isEmpty })
    } else {
      #expect(profile.missingForwardingPrices.isEmpty)
    }
    #expect(profile.numbers.allSatisfy { $0.note != nil }, "a number without a note on where it is from")
  }

  @Test("every shipped scenario is good", arguments: Repository.files(below: "scenarios/crb-smb", endings: [".yaml"]))
  func scenario(path: String) throws {
    let loaded = try ScenarioFile.load(path: Repository.path(path), profiles: profiles)
    #expect(loaded.study.replays?.hasPrefix("crb-smb ") == true)
    #expect(!loaded.study.expectations.isEmpty)
    #expect(loaded.study.expectations.allSatisfy { $0.source == loaded.study.replays || $0.source == "own" })
    #expect(!loaded.study.figures.isEmpty || loaded.axes.isEmpty)
  }

  @Test(
    "every replay of enc-sfc is good, and says which row, figure or section each expectation is from",
    arguments: Repository.files(below: "scenarios/enc-sfc", endings: [".yaml"]))
  func chains(path: String) throws {
    let loaded = try ScenarioFile.load(path: Repository.path(path), profiles: profiles)
    #expect(!loaded.study.expectations.isEmpty)
    #expect(
      loaded.study.expectations.allSatisfy { expectation in
        guard let source = expectation.source else { return false }
        return source == "own" || loaded.study.replays != nil && source.hasPrefix("enc-sfc ")
      })
  }

  @Test("the examples of the format's page are good")
  func examples() throws {
    let page = try Repository.read("docs/formats/scenario.md")
    let blocks = page.components(separatedBy: "```yaml\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    #expect(!blocks.isEmpty)
    for block in blocks {
      _ = try ScenarioFile.read(Array(block.utf8), path: "scenario.md", profiles: profiles)
    }
  }

  @Test("the write rate is swept over 1 to 10 modules and 1 B to 1 MB")
  func writeRate() throws {
    let loaded = try ScenarioFile.load(path: Repository.path("scenarios/crb-smb/write-rate.yaml"), profiles: profiles)
    #expect(loaded.axes[0].values.map(\.number) == [1, 2, 4, 7, 10])
    #expect(loaded.axes[1].values.map(\.number) == [1, 10, 100, 1e3, 1e4, 1e5, 1e6])
    #expect(loaded.points.count == 35)
  }
}
