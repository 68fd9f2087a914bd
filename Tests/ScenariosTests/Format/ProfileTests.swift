import Protocols
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Cost profiles")
struct ProfileTests {
  private func errors(_ old: String, _ new: String) -> [String] {
    precondition(FormatFixture.profile.contains(old), old)
    let path = FormatFixture.temporaryFolder("one-profile") + "/\(UInt(bitPattern: new.hashValue)).yaml"
    FormatFixture.write(FormatFixture.profile.replacing(old, with: new), to: path)
    return FormatFixture.errors { try ProfileFile.load(path: path) }.map { $0.replacing(path, with: "p.yaml") }
  }

  private var path: String { FormatFixture.profiles.folders[0] + "/test-machine.yaml" }

  @Test("a good profile gives prices in picoseconds, disk costs and the origin of each number")
  func reads() throws {
    let profile = try ProfileFile.load(path: path)
    #expect(profile.name == "test-machine")
    #expect(profile.cores == 2)
    #expect(profile.price(of: .hashByte, suite: .rsa2048PSS) == 2_500)
    #expect(profile.price(of: .sign, suite: .rsa2048PSS) == 400_000_000)
    #expect(profile.price(of: .sign, suite: .ed25519) == 50_000_000)
    #expect(profile.price(of: .seal, suite: .ed25519) == nil)
    let list = profile.priceList(for: .ed25519)
    #expect(list.count == Meter.Operation.allCases.count)
    #expect(list[Meter.Operation.cipherByte.rawValue] == 800)
    #expect(list[Meter.Operation.open.rawValue] == 0)
    #expect(profile.disk.sector == ByteCount(4_096))
    #expect(profile.disk.transferRate == Bandwidth(bitsPerSecond: 1_200_000_000))
    #expect(profile.disk.seek == .milliseconds(8))
    #expect(profile.numbers.count == 1 + 13 + 5)
    let verify = try #require(profile.numbers.first { $0.name == "prices.ed25519.verify" })
    #expect(verify.origin == .calibrated)
    #expect(verify.on == ["crb-smb fig-4.1c"])
    #expect(verify.value == "100 us")
  }

  @Test("a price that every run needs must be there")
  func needsPrices() {
    #expect(
      errors("  hash-byte: {value: 2.5 ns, origin: measured}\n", "") == [
        "p.yaml:4:3: error: prices.hash-byte: missing; it is required: one byte: hash-byte"
      ])
  }

  @Test("a mistyped price is named")
  func namesMistypedPrices() {
    #expect(
      errors("  ed25519.sign:", "  ed25519.sing:") == [
        "p.yaml:8:3: error: prices.ed25519.sing: unknown key; did you mean 'ed25519.sign'?"
      ])
  }

  @Test("a number needs its origin, and a calibrated one what it was calibrated on")
  func needsOrigins() {
    #expect(
      errors("index: {value: 1 us, origin: assumed}", "index: {value: 1 us}") == [
        "p.yaml:16:10: error: prices.index.origin: missing; it is required: where it is from"
      ])
    #expect(
      errors("index: {value: 1 us, origin: assumed}", "index: {value: 1 us, origin: calibrated}") == [
        "p.yaml:16:10: error: prices.index.on: missing; it is required: "
          + "the results that it was calibrated on, which then do not count as predicted"
      ])
    #expect(
      errors("index: {value: 1 us, origin: assumed}", "index: {value: 1 us, origin: paper, on: [x]}") == [
        "p.yaml:16:39: error: prices.index.on: has an effect only with 'origin: calibrated', not with 'paper'"
      ])
  }

  @Test("a signing device has a latency, and a time for each suite that it knows")
  func signer() throws {
    let device =
      "  cache: {value: 1 GB, origin: assumed}\nsigner:\n  latency: {value: 1 ms, origin: assumed}\n"
      + "  ed25519: {value: 200 us, origin: assumed, note: a data sheet}\n"
    let path = FormatFixture.temporaryFolder("signing-profile") + "/signing.yaml"
    FormatFixture.write(
      FormatFixture.profile.replacing("  cache: {value: 1 GB, origin: assumed}\n", with: device), to: path)
    let profile = try ProfileFile.load(path: path)
    #expect(
      profile.signer == SignerCosts(latency: .milliseconds(1), signatures: [.ed25519: .microseconds(200)]))
    #expect(profile.numbers.map(\.name).suffix(2) == ["signer.latency", "signer.ed25519"])
    #expect(profile.missingPrices(for: .ed25519, reads: false).isEmpty)
    #expect(
      FormatFixture.errors(FormatFixture.scenario, ["hosts.profile=\(path)"]).contains {
        $0.contains("has no price 'signer.rsa-2048-pss', which crb.signature 'rsa-2048-pss' needs")
      })
  }

  @Test("a negative price is out of range")
  func refusesNegativePrices() {
    #expect(
      errors("index: {value: 1 us", "index: {value: -1 us") == [
        "p.yaml:16:18: error: prices.index.value: -1 us is out of range; must be from 0 ps to 1 h"
      ])
  }

  @Test("profiles are found beside the scenario, by name or by path")
  func finds() {
    #expect(
      ProfileLibrary(forScenario: "scenarios/crb-smb/write-rate.yaml").folders.prefix(2)
        == ["scenarios/crb-smb/../profiles", "scenarios/profiles"])
    #expect(ProfileLibrary(forScenario: "write-rate.yaml").folders[0] == "./../profiles")
    #expect(FormatFixture.profiles.path(of: path) == path)
    #expect(FormatFixture.profiles.path(of: "cray") == nil)
    #expect(FormatFixture.profiles.names == ["no-ed25519", "test-machine"])
  }

  @Test("a path to a broken profile shows the errors in that file")
  func showsErrorsOfTheProfile() {
    let path = FormatFixture.temporaryFolder("broken-profile") + "/broken.yaml"
    FormatFixture.write("title: x\n", to: path)
    let found = FormatFixture.errors(FormatFixture.scenario, ["hosts.profile=\(path)"])
    #expect(found.count == 3)
    #expect(found.allSatisfy { $0.hasPrefix("\(path):1:1: error: ") })
  }
}
