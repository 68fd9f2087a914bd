import Protocols
import SimKernel
import Testing
import Vocabulary

@testable import Scenarios

@Suite("Integrity of headers in runs (docs/models/service-chains.md, Integrity)")
struct ChainIntegrityTests {
  private static let integrity = ("  traffic:", "  integrity: hmac-sha-256-128\n  traffic:")
  private static let plain = ("encrypted: true", "encrypted: false")

  private func count(_ run: RunOutcome, _ metric: String) throws -> Double { try #require(run.values[metric]) }

  @Test("every packet arrives, with 36 bytes more for each layer of headers")
  func arrives() throws {
    for changes in [[Self.plain], []] {
      let without = try run(changes)
      let with = try run(changes + [Self.integrity])
      #expect(with.violations == [])
      #expect(try count(with, "chain-packets-lost") == 0)
      #expect(try count(with, "chain-packets-delivered") == 570)
      // The path of 380 datagrams leads over six links between compute nodes, and that of 190 echoes, too.
      let more = try count(with, "outside-bytes") - count(without, "outside-bytes")
      let layers = changes.isEmpty ? 72 : 36
      #expect(more == Double((570 * 6 - 190 * 2) * layers))
      #expect(try count(with, "packet-delay") > count(without, "packet-delay"), "a code takes its time")
    }
  }

  private func run(_ changes: [(String, String)]) throws -> RunOutcome {
    let loaded = try ExplorationFixture.load(ChainFixture.text(changes), path: "chain.yaml")
    return try SystemRun.run(loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions())
  }

  @Test("modelled codes take the same time and have the same sizes, and come to the same decisions")
  func modelled() throws {
    let fault = (
      "measure: [chains]",
      "faults: [{at: 500 ms, corrupt: 1 %}, {at: 500 ms, duplicate: 2 %}]\nmeasure: [chains, drops]"
    )
    let real = try run([Self.plain, Self.integrity, fault])
    let modelled = try run([Self.plain, Self.integrity, fault, ("  traffic:", "  crypto: modelled\n  traffic:")])
    #expect(real.values == modelled.values)
    #expect(real.events == modelled.events)
  }

  @Test("what is changed between sites gets no further than the next forwarder, and what comes twice goes on once")
  func altered() throws {
    let faults =
      "faults: [{at: 0 s, corrupt: 2 %, on: [gateway 1]}, {at: 0 s, duplicate: 5 %}]"
    let fault = ("measure: [chains]", "\(faults)\nmeasure: [chains, drops]")
    let without = try run([Self.plain, fault])
    let with = try run([Self.plain, Self.integrity, fault])
    #expect(with.violations == [])
    #expect(try count(with, "drops-bad-authentication") > 5)
    #expect(try count(with, "drops-replayed") > 100)
    #expect(try count(without, "drops-bad-authentication") + count(without, "drops-replayed") == 0)
    #expect(try count(without, "chain-packets-duplicated") > 100)
    // Only what is doubled on the last cable, where there is no header any more, comes twice.
    #expect(try count(with, "chain-packets-duplicated") < count(without, "chain-packets-duplicated") / 5)
    // Nothing of what is legal is refused: no more is lost than was changed.
    #expect(try count(with, "chain-packets-lost") <= count(without, "chain-packets-lost") + 15)
  }

  @Test("clocks further apart than the tolerance let nothing pass, which no oracle minds; with a larger one all passes")
  func clocks() throws {
    func jumped(_ integrity: String, within: String = "100 ms") throws -> RunOutcome {
      let fault = "faults: [{at: 100 ms, clock-jump: 3 s, on: [classifier 0]}]\noracles: {progress-within: \(within)}"
      return try run([
        ("  traffic:", "  integrity: hmac-sha-256-128\n  \(integrity)traffic:"),
        ("measure: [chains]", "\(fault)\nmeasure: [chains, drops]"),
      ])
    }
    let strict = try jumped("")
    #expect(strict.violations == [])
    #expect(strict.judgesProgress == false)
    #expect(try count(strict, "drops-future-dated") > 500)
    #expect(try count(strict, "chain-packets-delivered") < 50)
    let lenient = "timestamp-tolerance: 5 s\n  "
    let tolerant = try jumped(lenient)
    #expect(tolerant.violations == [])
    #expect(tolerant.judgesProgress == true)
    #expect(try count(tolerant, "chain-packets-lost") == 0)
    #expect(Set(try jumped(lenient, within: "1 us").violations.map(\.oracle)) == ["progress"])
  }

  @Test("loss and reordering cost what is lost, and nothing else")
  func lossAndReordering() throws {
    let fault = (
      "measure: [chains]",
      "faults: [{at: 0 s, reorder: {share: 2 %, by: 12 ms}}, {at: 0 s, loss: 0.5 %}]\nmeasure: [chains, drops]"
    )
    let run = try run([Self.plain, Self.integrity, fault])
    #expect(run.violations == [])
    #expect(try count(run, "chain-packets-reordered") > 20)
    #expect(try count(run, "drops-replayed") + count(run, "drops-not-authenticated") == 0)
    #expect(try count(run, "chain-packets-lost") < 120)
  }

  @Test("a packet that somebody makes up on an unencrypted link is refused at the next forwarder")
  func injected() throws {
    for (changes, reason) in [([Self.plain, Self.integrity], DropReason.notAuthenticated), ([Self.plain], nil)] {
      let loaded = try ExplorationFixture.load(ChainFixture.text(changes), path: "chain.yaml")
      let chain = SFCWorld(
        loaded.scenario, profile: loaded.profile, seed: 1, options: RunOptions(isJudged: false), trace: .off)
      let recorder = Forger(chain)
      chain.world.packetObservers.append(recorder)
      chain.world.start()
      chain.world.run(until: chain.window.upperBound)
      #expect(recorder.forged > 100)
      let drops = chain.recorder.drops
      if let reason {
        #expect(drops[reason.position] == recorder.forged)
      } else {
        #expect(drops[DropReason.notAuthenticated.position] == 0)
      }
    }
  }

  /// Takes the code off each packet between the forwarders of the second site, as it looks when somebody without the key makes
  /// one up there.
  private final class Forger: PacketObserver {
    private let node: Int
    private(set) var forged: Int64 = 0

    init(_ chain: SFCWorld) { node = chain.layout.node(.inner, 1) }

    func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
      guard Int(node.index) == self.node, port == PortNumber(1) else { return }
      var header = try! NetworkServiceHeader(in: packet, at: EthernetHeader.byteCount)
      if header.byteCount == 44 {
        packet.remove(36, at: EthernetHeader.byteCount + 8)
        header.byteCount = 8
        header.write(to: packet, at: EthernetHeader.byteCount)
      }
      forged += 1
    }

    func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {}
    func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {}
    func lost(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber?, at now: Instant) {}
  }
}
