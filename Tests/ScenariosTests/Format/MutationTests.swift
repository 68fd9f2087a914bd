import Testing
import Vocabulary

@testable import Scenarios

@Suite("No input traps the reader")
struct MutationTests {
  /// Reading must return or throw errors that have a text.
  private func read(_ bytes: [UInt8]) {
    do {
      _ = try ScenarioFile.read(bytes, path: "s.yaml", profiles: FormatFixture.profiles)
    } catch {
      #expect(!error.errors.isEmpty)
      #expect(error.errors.allSatisfy { !$0.text.isEmpty })
    }
  }

  @Test("bytes changed, removed, doubled and swapped", arguments: 0..<8)
  func mutatedBytes(round: Int) {
    var random = RandomStreams(seed: 7).stream("mutation/\(round)")
    let good = Array(FormatFixture.scenario.utf8)
    let spice = Array("{}[]:,-#&*!|>'\"%@`\n\t 0129.eE/~?\u{0}\u{7F}".utf8) + [0x80, 0xC3, 0xFF]
    for _ in 0..<150 {
      var bytes = good
      for _ in 0...random.below(3) {
        let at = Int(random.below(UInt64(bytes.count)))
        switch random.below(5) {
        case 0: bytes[at] = spice[Int(random.below(UInt64(spice.count)))]
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(spice[Int(random.below(UInt64(spice.count)))], at: at)
        case 3: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 20)], at: at)
        default: bytes.removeSubrange(at..<min(bytes.count, at + 20))
        }
        guard !bytes.isEmpty else { break }
      }
      read(bytes)
    }
  }

  @Test("every value replaced by each kind of value")
  func mutatedValues() {
    let lines = FormatFixture.scenario.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let values = [
      "", "0", "-1", "1e30", "99999999999999999999", "0.0000000001 ns", "9e18 B", "x", "[]", "{}", "[1, 2]", "{a: b}",
      "1 s", "1 B", "5 %", "unlimited", "[[]]", "[{}]", "~", "-9223372036854775808", "9223372036854775807 ns",
    ]
    for index in lines.indices {
      guard let colon = lines[index].firstIndex(of: ":") else { continue }
      for value in values {
        var changed = lines
        changed[index] = lines[index][...colon] + " " + value
        read(Array(changed.joined(separator: "\n").utf8))
      }
    }
  }

  @Test("every axis key swept over, and overridden by, each kind of value")
  func mutatedAxes() {
    let values = ["0", "1", "400 B", "1 ms", "5 /s", "real", "1 Gbit/s", "20 ppm", "2.5", "test-machine", "-1 s"]
    let text = FormatFixture.scenario.replacing(#/sweep:(.|\n)*?replications/#, with: "replications")
    for key in ScenarioSchema.axisKeys {
      for value in values {
        let sweep = text.replacing("replications:", with: "sweep: {\(key): [\(value)]}\nreplications:")
        read(Array(sweep.utf8))
        _ = FormatFixture.errors(FormatFixture.scenario, ["\(key)=\(value)"])
      }
    }
  }

  @Test("cut off at every byte")
  func truncated() {
    let good = Array(FormatFixture.scenario.utf8)
    for count in stride(from: 0, to: good.count, by: 3) { read(Array(good[..<count])) }
  }
}
