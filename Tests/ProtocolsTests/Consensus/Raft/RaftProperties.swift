import Testing
import Vocabulary

@testable import Protocols

/// The five properties of figure 3 (Ongaro and Ousterhout 2014), and that nothing is said before it is durable (figure 2).
struct RaftProperties {
  private var leaders: [Int64: Int] = [:]
  /// By index, from 1: what some replica took for committed.
  private var committed: [(term: Int64, digest: Digest)] = []
  /// By node: how much of what it takes for committed was looked at.
  private var looked: [Int: Int64] = [:]
  /// By node: its log while it leads, as index and term of the last entry.
  private var led: [Int: (term: Int64, last: Int64, lastTerm: Int64)] = [:]

  mutating func restarted(_ node: Int) {
    looked[node] = nil
    led[node] = nil
  }

  mutating func look(at cluster: RaftCluster, _ node: Int) {
    let replica = cluster.replica(node)
    stateMachineSafety(replica, node)
    guard replica.role == .leader else {
      led[node] = nil
      return
    }
    electionSafety(replica, node)
    if led[node]?.term != replica.term { leaderCompleteness(replica, node) }
    leaderAppendOnly(replica, node)
  }

  /// At most one leader in a term.
  private mutating func electionSafety(_ replica: RaftReplica, _ node: Int) {
    let first = leaders[replica.term] ?? node
    #expect(first == node, "term \(replica.term) has two leaders, \(first) and \(node)")
    leaders[replica.term] = first
  }

  /// A leader changes no entry of its log: it only appends.
  private mutating func leaderAppendOnly(_ replica: RaftReplica, _ node: Int) {
    if let before = led[node], before.term == replica.term {
      #expect(replica.log.last >= before.last, "leader \(node) took entries out of its log")
      #expect(replica.log.terms.term(at: before.last) == before.lastTerm, "leader \(node) changed its log")
    }
    led[node] = (replica.term, replica.log.last, replica.log.lastTerm)
  }

  /// What is committed is in the log of every later leader.
  private func leaderCompleteness(_ replica: RaftReplica, _ node: Int) {
    for (place, entry) in committed.enumerated() where entry.term < replica.term {
      let term = replica.log.terms.term(at: Int64(place) + 1)
      #expect(term == entry.term, "leader \(node) of term \(replica.term) lacks the committed entry \(place + 1)")
    }
  }

  /// No two replicas apply different entries at one index.
  private mutating func stateMachineSafety(_ replica: RaftReplica, _ node: Int) {
    var index = looked[node] ?? replica.commit
    while index < replica.commit {
      index += 1
      guard let block = replica.log[index]?.block else { continue }
      if index > committed.count {
        guard index == committed.count + 1 else { break }
        committed.append((block.term!, block.digest))
      }
      #expect(committed[Int(index) - 1].digest == block.digest, "replicas apply different entries at \(index)")
    }
    looked[node] = index
  }

  /// Two logs with an entry of the same index and term are the same up to there.
  static func logMatching(_ cluster: RaftCluster) {
    for one in 0..<cluster.count {
      for other in 0..<one {
        let (first, second) = (cluster.replica(one).log, cluster.replica(other).log)
        var index = min(first.last, second.last)
        while index > 0, first.terms.term(at: index) != second.terms.term(at: index) { index -= 1 }
        while index > 0 {
          #expect(first.terms.term(at: index) == second.terms.term(at: index), "logs of \(one), \(other) at \(index)")
          if let mine = first[index], let theirs = second[index] {
            #expect(mine.block.digest == theirs.block.digest, "blocks of \(one), \(other) at \(index)")
          }
          index -= 1
        }
      }
    }
  }

  /// What a message says, a loss of power right now would leave on the disk.
  func leaves(_ message: RaftMessage, from node: Int, to receiver: Int, in cluster: RaftCluster) {
    switch message {
    case .voteReply(let reply) where reply.isGranted && !reply.isQuestion:
      let (state, _) = RaftProperties.durable(node, in: cluster)
      #expect(state.term >= reply.term, "a vote of node \(node) leaves before its term is durable")
      if state.term == reply.term { #expect(state.vote == receiver, "a vote of node \(node) that it would forget") }
    case .requestVote(let request) where !request.isQuestion:
      let (state, _) = RaftProperties.durable(node, in: cluster)
      #expect(state.term >= request.term, "candidate \(node) asks before its own vote is durable")
      if state.term == request.term { #expect(state.vote == node, "candidate \(node) has not voted for itself") }
    case .appendReply(let reply):
      let (state, last) = RaftProperties.durable(node, in: cluster)
      #expect(state.term >= reply.term, "a reply of node \(node) leaves before its term is durable")
      if reply.isAccepted { #expect(last >= reply.index, "node \(node) says that it has what is not durable") }
    case .voteReply, .requestVote, .appendEntries:
      break
    }
  }

  /// Term, vote and last index as the node would find them after a loss of power.
  static func durable(_ node: Int, in cluster: RaftCluster) -> (state: RaftStore.State, last: Int64) {
    func bytes(_ file: FileID) -> [UInt8] {
      let file = cluster.files[node][file.slot]
      return Array(file.written[..<file.durable])
    }
    var effects = Effects()
    var terms = TermHistory()
    let recovery = Ledger.recover(from: ByteRope(bytes(.ledger)), file: .ledger, &effects.meter) {
      terms.append($0.term!)
    }
    var log = RaftLog(ledgerTerms: terms, lastIdentifier: recovery.ledger.lastIdentifier)
    var store = RaftStore()
    store.recover(
      [(.votes, bytes(.votes)), (.otherVotes, bytes(.otherVotes))], &log, above: recovery.ledger.height,
      into: &effects)
    return (store.state, log.last)
  }
}
