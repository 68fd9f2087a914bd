import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: up to f members that say anything, through view changes, partitions and restarts of the others")
struct ByzantineViewTests {
  /// What a faulty member remembers, to say it again.
  private final class Liar {
    var said: [ConsensusMessage] = []

    /// A variation of a message of its own, signed anew.
    func vary(_ message: ConsensusMessage, _ cluster: Cluster, _ member: Int) -> ConsensusMessage {
      func pick(_ choices: UInt64) -> UInt64 { cluster.stream.below(choices) }
      if !said.isEmpty, pick(4) == 0 { return said[Int(pick(UInt64(said.count)))] }
      switch message {
      case .prePrepare(let proposal):
        let content = proposal.content
        return .prePrepare(
          cluster.proposal(
            Array(content.transactions.dropLast(Int(pick(2)))) + (pick(2) == 0 ? [cluster.transaction()] : []),
            by: member, after: content.previous, view: proposal.vote.view, sequence: proposal.vote.sequence))
      case .vote(let vote):
        let digest = pick(3) == 0 ? SHA256Hasher.digest(vote.digest.bytes) : vote.digest
        return .vote(
          cluster.vote(
            pick(3) == 0 ? .commit : vote.phase, by: member, on: digest, view: vote.view + Int64(pick(3)) - 1,
            sequence: vote.sequence + Int64(pick(3)) - 1, certificate: pick(2) == 0 ? [] : vote.certificate))
      case .viewChange(let change):
        return .viewChange(
          cluster.viewChange(
            to: change.view + Int64(pick(4)) - 1, by: member,
            decided: pick(2) == 0 ? DecidedCertificate() : change.decided,
            prepared: pick(2) == 0 ? nil : change.prepared))
      case .newView(let proof):
        var changes = proof.viewChanges
        switch pick(4) {
        case 0: changes.removeFirst()
        case 1: changes.reverse()
        case 2: changes[0] = cluster.viewChange(to: proof.view, by: member)
        default: changes = changes.map { $0.replica == member ? cluster.viewChange(to: proof.view, by: member) : $0 }
        }
        return .newView(cluster.newView(proof.view, changes, by: member))
      case .fetch(let fetch):
        return .fetch(
          Fetch(height: fetch.height + Int64(pick(9)), view: Int64(pick(9)), digest: fetch.digest, replica: member))
      case .blocks(let records):
        var damaged = records
        damaged[Int(pick(UInt64(records.count)))] ^= 1
        return .blocks(damaged)
      case .held(let identifier, let content):
        return .held(identifier: identifier.reversed(), content)
      }
    }
  }

  /// Each message of the faulty members goes out as it is, varied, twice, or not at all, for each receiver anew.
  private func lie(_ cluster: Cluster, _ faulty: Set<Int>) {
    let liars = (0..<cluster.count).map { _ in Liar() }
    cluster.corrupt = { cluster, envelope in
      let member = Int(envelope.from.index)
      guard faulty.contains(member) else { return [envelope] }
      guard case .consensus(let message) = ModuleMessage(decoding: envelope.payload.bytes).content else {
        return cluster.stream.below(2) == 0 ? [] : [envelope]
      }
      if liars[member].said.count < 200 { liars[member].said.append(message) }
      var varied = envelope
      switch cluster.stream.below(5) {
      case 0: return []
      case 1: return [envelope]
      case 2: return [envelope, envelope]
      case 3:
        varied.payload = Payload(liars[member].vary(message, cluster, member).bytes)
        return [varied]
      default:
        varied.payload = Payload(liars[member].vary(message, cluster, member).bytes)
        return [varied, envelope]
      }
    }
  }

  private func faulty(_ cluster: Cluster) -> Set<Int> {
    var faulty: Set<Int> = [0]
    while faulty.count < (cluster.count - 1) / 3 { faulty.insert(Int(cluster.stream.below(UInt64(cluster.count)))) }
    return faulty
  }

  @Test("they neither split nor stop the others", arguments: Seeds.sizes(four: 150, seven: 30))
  func lies(count: Int, seeds: Int) {
    for seed in 1...seeds {
      let cluster = Cluster(count, seed: UInt64(seed))
      cluster.settle()
      let faulty = faulty(cluster)
      let correct = (0..<count).filter { !faulty.contains($0) }
      lie(cluster, faulty)
      (cluster.loss, cluster.haste) = (cluster.stream.below(10), cluster.stream.below(6))
      for _ in 1...3 {
        _ = cluster.load(correct)
        cluster.run(Int(cluster.stream.below(UInt64(count * count * 12))))
        let node = correct[Int(cluster.stream.below(UInt64(correct.count)))]
        if cluster.stream.below(2) == 0 { cluster.restart(node, torn: Int(cluster.stream.below(3)) * 200) }
      }
      cluster.heal()
      var asked: [Transaction] = []
      for _ in 1...2 {
        asked.append(cluster.load(correct))
        let isDone = cluster.run(80_000) { cluster.hold(asked, correct) }
        #expect(isDone, "seed \(seed): \(cluster.standing)")
        guard isDone else { return }
      }
      cluster.expectAgreement(among: correct)
    }
  }

  /// Two machines with one identity, each of which runs unmodified: an equivocating member that is otherwise plausible.
  @Test(
    "a member with a twin splits nothing, whoever leads and however the network is divided",
    arguments: 1...Seeds.count(120))
  func twins(seed: Int) {
    // Member 3's messages go to one set in this life; after a crash that loses its log, to another.
    let cluster = Cluster(4, seed: UInt64(seed))
    cluster.settle()
    let twin = Int(cluster.stream.below(4))
    let correct = (0..<4).filter { $0 != twin }
    for _ in 1...5 {
      let halves = (0..<4).map { _ in Int(cluster.stream.below(3)) }
      cluster.isCut = { from, to in from != twin && to != twin && halves[from] != halves[to] }
      cluster.haste = cluster.stream.below(8)
      _ = cluster.load([correct[Int(cluster.stream.below(3))]])
      cluster.run(Int(cluster.stream.below(300)))
      // It forgets what it promised.
      for file in [FileID.votes, .otherVotes] { cluster.files[twin][file.slot] = Cluster.File() }
      cluster.restart(twin)
    }
    cluster.heal()
    let last = cluster.load(correct)
    #expect(cluster.run(60_000) { cluster.hold([last], correct) }, "seed \(seed): \(cluster.standing)")
    cluster.expectAgreement(among: correct)
  }
}
