import Protocols
import Testing
import Vocabulary

@testable import Scenarios

/// Scenarios of a kind that went wrong in other implementations. Instances 0 and 4 are A and A'; B, C, D are honest.
@Suite("Twins cases")
struct TwinsCaseTests {
  static let federation = TwinsFederation(replicas: 4, twins: 1)
  static let (a, b, c, d, a2) = (0, 1, 2, 3, 4)

  /// A view led by an identity, in which the group is cut off from the rest.
  private func play(
    _ host: inout TwinsHost, led leader: Int, _ group: [Int], at location: SourceLocation = #_sourceLocation
  ) {
    let bits = group.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    let hasEnded = host.play(TwinsChoice(leader: leader, partition: TwinsPartition(group: bits, instances: 5)))
    #expect(hasEnded, "\(host.standing)", sourceLocation: location)
  }

  private func host() -> TwinsHost { TwinsHost(TwinsParts(Self.federation, defect: nil)) }

  private func digests(_ host: TwinsHost, _ instance: Int) -> [Digest] { host.instances[instance].blocks.map(\.digest) }

  /// After the network is whole all honest instances hold one chain, with everything in it.
  private func expectHealing(_ host: TwinsHost, at location: SourceLocation = #_sourceLocation) -> [Digest] {
    var host = host
    let isDecided = host.heal(within: TwinsSettings.bound(views: 6))
    #expect(isDecided, "\(host.standing)", sourceLocation: location)
    let chain = digests(host, Self.b)
    for instance in [Self.c, Self.d] {
      let other = digests(host, instance)
      #expect(other.prefix(chain.count) == chain.prefix(other.count), sourceLocation: location)
    }
    return chain
  }

  @Test("a block that one replica decided as the others left the view stays, though it is cut off from then on")
  func loneDecision() {
    var host = host()
    play(&host, led: Self.d, [0, 1, 2, 3, 4])
    play(&host, led: Self.c, [Self.b, Self.c, Self.d, Self.a2])
    let decided = digests(host, Self.b)
    #expect(decided.count == digests(host, Self.c).count + 1)
    #expect(decided.count == digests(host, Self.d).count + 1)
    for leader in [Self.a, Self.d, Self.c] { play(&host, led: leader, [Self.b]) }
    #expect(digests(host, Self.b) == decided)
    #expect(digests(host, Self.d).count > decided.count, "the others go on without it")
    #expect(expectHealing(host).prefix(decided.count) == decided[...])
  }

  @Test("a leader's copies propose different blocks to two groups: the one that a quorum decided is everyone's")
  func equivocation() {
    var host = host()
    play(&host, led: Self.a, [Self.a, Self.b, Self.c])
    #expect(host.marks.contains(.equivocation))
    let decided = digests(host, Self.b)
    #expect(!decided.isEmpty)
    #expect(digests(host, Self.d).isEmpty)
    // The other copy now leads a quorum with the replica that voted for its block.
    play(&host, led: Self.a, [Self.a2, Self.b, Self.d])
    #expect(expectHealing(host).prefix(decided.count) == decided[...])
    #expect(digests(host, Self.d).first == decided.first)
  }

  @Test("the copy that was away leads a quorum in the next view: what was decided without it stays")
  func amnesia() {
    var host = host()
    play(&host, led: Self.b, [Self.a, Self.b, Self.c])
    // The commits that end the view reach A alone: a quorum has committed, and only a twin knows.
    let decided = digests(host, Self.a)
    #expect(decided.count == 2)
    #expect(digests(host, Self.b).count == 1)
    play(&host, led: Self.a, [Self.a2, Self.b, Self.d])
    play(&host, led: Self.d, [Self.a2, Self.b, Self.d])
    #expect(expectHealing(host).prefix(2) == decided[...])
  }

  @Test("the copies of a leader lead six views in a row, with other followers each time")
  func equivocationForLong() {
    var host = host()
    for turn in 0..<6 {
      let pair = [Self.b + turn % 3, Self.b + (turn + 1) % 3]
      play(&host, led: Self.a, pair + [turn % 2 == 0 ? Self.a : Self.a2])
    }
    #expect(host.marks.contains(.equivocation))
    let before = Self.federation.honest.map { digests(host, $0).count }.max() ?? 0
    #expect(before >= 3)
    #expect(expectHealing(host).count > before)
  }

  @Test("leaders who are cut off one after another decide nothing, and timeouts that doubled do not keep what follows")
  func silentLeaders() {
    var host = host()
    for leader in [Self.b, Self.c, Self.d, Self.b, Self.c, Self.d] { play(&host, led: leader, [leader]) }
    #expect(Self.federation.honest.allSatisfy { digests(host, $0).isEmpty })
    #expect(!expectHealing(host).isEmpty)
  }

  @Test("groups of which none has a quorum decide nothing")
  func noQuorum() {
    var host = host()
    for leader in [Self.a, Self.b, Self.c] { play(&host, led: leader, [Self.b, Self.c]) }
    // A, A' and D are two identities.
    #expect(Self.federation.honest.allSatisfy { digests(host, $0).isEmpty })
    #expect(!expectHealing(host).isEmpty)
  }
}
