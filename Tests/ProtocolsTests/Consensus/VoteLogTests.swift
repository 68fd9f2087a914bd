import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: the vote log in two files, and the view after a restart")
struct VoteLogTests {
  private func size(_ cluster: Cluster, _ node: Int) -> Int {
    [FileID.votes, .otherVotes].map { cluster.files[node][$0.slot].written.count }.reduce(0, +)
  }

  @Test("the log turns and stays bounded over 2,000 decisions of one replica")
  func turns() {
    let cluster = Cluster(1)
    cluster.settle()
    var largest = 0
    var files: [FileID] = []
    for _ in 1...2_000 {
      cluster.submit([cluster.transaction()])
      cluster.decide()
      largest = max(largest, size(cluster, 0))
      if files.last != cluster.replica(0).voteLog.file { files.append(cluster.replica(0).voteLog.file) }
    }
    cluster.expectHeight(2_000)
    #expect(files.count >= 3)
    #expect(largest < VoteLog.turnSize + 10_000)
  }

  @Test("replicas that crash at any point of many turns contradict nothing and go on", arguments: 1...2)
  func crashes(seed: Int) {
    let cluster = Cluster(4, seed: UInt64(seed))
    cluster.settle()
    let nodes = Array(0..<4)
    for _ in 1...25 {
      let transactions = (0..<2).map { _ in cluster.transaction(bytes: 45_000) }
      for node in nodes { cluster.submit(transactions, to: node) }
      if cluster.stream.below(4) == 0 {
        cluster.run(Int(cluster.stream.below(200)))
        cluster.restart(Int(cluster.stream.below(4)), torn: Int(cluster.stream.below(3)) * 40_000)
        cluster.run(20)
      }
      for node in nodes { cluster.submit(transactions, to: node) }
      let isDone = cluster.run { cluster.hold(transactions, nodes) }
      #expect(isDone, "\(cluster.standing)")
      guard isDone else { return }
      for node in nodes { #expect(size(cluster, node) < 4 * VoteLog.turnSize) }
    }
    cluster.expectAgreement()
  }

  @Test("a restarted replica adopts the view that the others are in before its own timer runs out")
  func adoption() {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.crash(0)
    let transaction = cluster.load([1, 2, 3])
    #expect(cluster.run { cluster.hold([transaction], [1, 2, 3]) })
    for node in [0, 3] {
      cluster.restart(node)
      let start = cluster.now
      #expect(cluster.run { cluster.replica(node).view == 1 && !cluster.replica(node).isChangingView })
      #expect(cluster.now - start < .seconds(1))
      #expect(cluster.run { cluster.hold([transaction], [node]) })
    }
    cluster.expectAgreement()
  }

  @Test("no rotten bit of the log leads into a view that nobody asked for")
  func rot() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.load([0, 1, 2, 3])
    #expect(cluster.run { cluster.hold([transaction], [1]) })
    _ = cluster.load([1])
    cluster.fire(.viewChange, on: 1)
    cluster.settle()
    cluster.crash(1)
    let log = cluster.files[1][FileID.votes.slot].written
    /// The view that it starts in with this log.
    func view(_ log: [UInt8]) -> Int64 {
      cluster.files[1][FileID.votes.slot].written = log
      cluster.power(1)
      for file in [FileID.ledger, .votes, .otherVotes] {
        while !cluster.files[1][file.slot].requests.isEmpty { cluster.answer(1, file) }
      }
      defer { cluster.crash(1) }
      return cluster.replica(1).view
    }
    #expect(view(log) == 1)
    for bit in stride(from: 0, to: log.count * 8, by: 7) {
      var rotten = log
      rotten[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(0...1 ~= view(rotten), "bit \(bit)")
    }
  }

  @Test("a replica that left a view does not vote in it after a restart")
  func noReturn() {
    let cluster = Cluster(4)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    _ = cluster.load([1])
    cluster.fire(.viewChange, on: 1)
    cluster.settle()
    cluster.restart(1)
    cluster.settle()
    #expect(cluster.replica(1).view == 1 && cluster.replica(1).isChangingView)
    cluster.hand(proposal, to: 1)
    #expect(cluster.replica(1).voteLog.promised(view: 0, sequence: 1) == nil)
    #expect(cluster.drops[1].last == .otherView)
  }

  @Test("a restarted replica still shows what it had prepared, block and all")
  func prepared() {
    let cluster = Cluster(4)
    cluster.settle()
    let proposal = cluster.proposal([cluster.transaction()])
    cluster.hand(proposal, to: 1)
    for member in [2, 3] { cluster.hand(cluster.vote(.prepare, by: member, on: proposal.digest), to: 1) }
    while !cluster.files[1][FileID.votes.slot].requests.isEmpty { cluster.answer(1, .votes) }
    #expect(cluster.replica(1).held?.certificate.digest == proposal.digest)
    cluster.restart(1)
    cluster.settle()
    #expect(cluster.replica(1).held?.certificate.digest == proposal.digest)
    #expect(cluster.isArmed(.viewChange, on: 1), "it must come to an end")
    // A block that is not the certificate's is not believed.
    var log = cluster.files[1][FileID.votes.slot].written
    log[log.count - 20] ^= 1
    cluster.files[1][FileID.votes.slot] = Cluster.File(written: log, durable: log.count)
    cluster.restart(1)
    cluster.settle()
    #expect(cluster.replica(1).held == nil)
  }
}
