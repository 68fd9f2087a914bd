import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: the transcript of one round")
struct GoldenRoundTests {
  @Test("a normal round of four replicas, each input with its effects")
  func round() {
    let cluster = Cluster(4, seed: 3, powered: false)
    var lines: [String] = []
    cluster.observer = { node, input, effects in
      lines.append("n\(node) < \(Transcript.line(input))")
      lines += effects.map { "n\(node)   > \(Transcript.line($0))" }
    }
    for node in 0..<4 { cluster.power(node) }
    cluster.settle()
    cluster.submit([cluster.transaction()], to: 1)
    cluster.decide()
    cluster.expectHeight(1)
    Golden.expect(lines.joined(separator: "\n") + "\n", matches: "pbft-round.txt")
  }
}
