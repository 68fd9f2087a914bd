import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("A failure capsule")
struct CapsuleTests {
  /// The capsule of a case of which no block is decided in time, and the case.
  private static let made: (text: String, drawn: FuzzCase)? = {
    guard let swarm = try? ExplorationFixture.swarm(ExplorationFixture.hopeless, seed: 3) else { return nil }
    let maker = CapsuleMaker(
      version: "0.0.1 (test)", base: "scenarios/fuzz/base.yaml", overrides: [], budget: .within, fuzzSeed: 3)
    for number in 0..<50 {
      let drawn = swarm.draw(number)
      guard drawn.scenario.faults.faults.contains(where: { $0.kind.drawsStrikes }) else { continue }
      guard let outcome = try? ExplorationFixture.run(drawn.scenario, drawn.profile) else { continue }
      guard let violation = outcome.violations.first else { continue }
      return (try? maker.text(drawn, violation, folder: "scenarios/fuzz")).map { ($0, drawn) }
    }
    return nil
  }()

  private func capsule() throws -> (text: String, drawn: FuzzCase) { try #require(Self.made) }

  @Test("is a scenario that gives the same run, event by event, and violates the same invariant")
  func replays() throws {
    let loaded = try ExplorationFixture.load(capsule().text)
    let replay = try CapsuleReplay(loaded, lines: 5)
    #expect(replay.failsAgain && replay.isSameRun)
    #expect(replay.transcript.count == 5)
    let known = try #require(loaded.capsule)
    #expect(replay.transcript == Array(known.transcript.suffix(5)))
    #expect(known.transcript.count == CapsuleMaker.transcriptLines)
    #expect(known.oracle == "progress" && known.chainbed == "0.0.1 (test)" && known.fuzzSeed == 3)
  }

  @Test("lists what chance struck, and the run is the one that chance made")
  func strikes() throws {
    let (text, drawn) = try capsule()
    let plan = try ExplorationFixture.load(text).scenario.faults
    #expect(plan.faults.allSatisfy { !$0.kind.drawsStrikes && $0.stream != nil })
    let outcome = try ExplorationFixture.run(drawn.scenario, drawn.profile)
    #expect(try ExplorationFixture.load(text).capsule?.fingerprint == outcome.fingerprint)
  }

  @Test("of another version is still run, and one that no longer fails says so")
  func otherRun() throws {
    let text = try capsule().text.replacing("0.0.1 (test)", with: "9.9")
      .replacing("progress-within: 1 us", with: "progress-within: 1 h")
    let replay = try CapsuleReplay(ExplorationFixture.load(text))
    #expect(replay.capsule?.chainbed == "9.9")
    #expect(!replay.failsAgain)
    #expect(replay.violations.isEmpty)
  }

  @Test("says what was set and which budget it was drawn with")
  func origin() throws {
    let loaded = try ExplorationFixture.load(capsule().text)
    var known = try #require(loaded.capsule)
    known.overrides = ["crb.modules=7", "network.latency=\"1 ms\""]
    known.budget = .beyond
    let text = CapsuleFile.text(loaded.scenario, title: "t", question: "q", capsule: known)
    #expect(try ExplorationFixture.load(text).capsule == known)
  }

  @Test("takes its name in a folder again, but not from one of another base")
  func names() throws {
    let folder = try TemporaryDirectory()
    let text = try capsule().text
    let other = text.replacing("  base: scenarios/fuzz/base.yaml", with: "  base: scenarios/fuzz/other.yaml")
    #expect(other != text)
    let name = folder.path + "/progress-3"
    func keep(_ text: String) throws -> String {
      let path = CapsuleFile.path(name, for: text)
      try text.write(toFile: path, atomically: false, encoding: .utf8)
      return path
    }
    #expect(try keep(text) == name + ".yaml")
    #expect(try keep(other) == name + "-2.yaml")
    #expect(try keep(text) == name + ".yaml")
    #expect(try keep(other) == name + "-2.yaml")
    #expect(try String(contentsOfFile: name + ".yaml", encoding: .utf8) == text)
  }

  @Test("changed at will is an error or another scenario, and never traps the reader", arguments: 0..<4)
  func hostile(round: Int) throws {
    var random = RandomStreams(seed: 9).stream("capsule/\(round)")
    let good = Array(try capsule().text.utf8)
    let spice = Array("{}[]:,-#\"%\n 0129.eE~".utf8) + [0, 0xC3]
    for _ in 0..<60 {
      var bytes = good
      for _ in 0...random.below(3) {
        let at = Int(random.below(UInt64(bytes.count)))
        switch random.below(4) {
        case 0: bytes[at] = spice[Int(random.below(UInt64(spice.count)))]
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 20))
        }
      }
      do {
        _ = try ScenarioFile.read(bytes, path: "c.yaml", profiles: ExplorationFixture.profiles)
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
  }

  @Test("without its oracle, or with a number for its transcript, is refused with a place")
  func incomplete() throws {
    let text = try capsule().text
    let without = text.split(separator: "\n").filter { !$0.hasPrefix("  oracle:") }.joined(separator: "\n")
    for broken in [without, text.replacing("  transcript:\n", with: "  transcript: 3\n  more:\n")] {
      #expect(throws: ScenarioErrors.self) { try ExplorationFixture.load(broken) }
    }
  }

  @Test("of another format, of an unknown oracle or with a broken fingerprint is refused in a line")
  func unknown() throws {
    let good = try capsule().text
    let fingerprint = try #require(ExplorationFixture.load(good).capsule?.fingerprint)
    for (old, new, said) in [
      ("format: 1", "format: 9", "capsule.format: 9 is not known; this chainbed reads 1"),
      (
        "oracle: progress", "oracle: progres",
        "capsule.oracle: unknown oracle 'progres'; did you mean 'progress'?"
      ),
      (fingerprint, String(fingerprint.dropLast()), "capsule.fingerprint: is not 64 hexadecimal digits"),
      (fingerprint, "g" + fingerprint.dropFirst(), "capsule.fingerprint: is not 64 hexadecimal digits"),
    ] {
      #expect(good.contains(old))
      let errors = FormatFixture.errors { try ExplorationFixture.load(good.replacing(old, with: new), path: "c.yaml") }
      #expect(errors.count == 1 && errors.first?.hasPrefix("c.yaml:") == true)
      #expect(errors.first?.hasSuffix(said) == true, "\(errors)")
    }
  }

  @Test("cut off anywhere after its section has begun is refused")
  func cutOff() throws {
    let good = try capsule().text
    let begin = try #require(good.range(of: "\ncapsule:"))
    let section = good[begin.upperBound...].count
    // From the last digit of the fingerprint backwards.
    for dropped in stride(from: 2, through: section, by: 11) {
      #expect(throws: ScenarioErrors.self) { try ExplorationFixture.load(String(good.dropLast(dropped))) }
    }
  }
}

extension Fault.Kind {
  /// Whether chance decides what is struck.
  var drawsStrikes: Bool {
    let chance: Chance? =
      switch self {
      case .network(let fault): fault.chance
      case .disk(let fault): fault.chance
      case .outage, .clock, .byzantine, .attack: nil
      }
    if case .share = chance { return true }
    return false
  }
}
