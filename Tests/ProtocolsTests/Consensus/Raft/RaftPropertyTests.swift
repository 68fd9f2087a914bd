import Testing
import Vocabulary

@testable import Protocols

@Suite("Raft under trouble: the properties of figure 3, over seeds (Ongaro and Ousterhout 2014)")
struct RaftPropertyTests {
  static let seeds = Seeds.count(12)

  @Test(
    "crashes, torn files, loss, doubling, disorder and partitions break none of them, and all is decided afterwards",
    arguments: [3, 5])
  func survives(count: Int) {
    for seed in 1...RaftPropertyTests.seeds {
      let cluster = RaftCluster(count, seed: UInt64(seed))
      trouble(cluster, steps: 1_500)
      cluster.heal()
      let asked = (0..<count).map { node in
        let transaction = cluster.transaction()
        cluster.submit([transaction], to: node)
        return transaction
      }
      let isDone = cluster.run(40_000) { cluster.hold(asked, Array(0..<count)) }
      #expect(isDone, "seed \(seed): nothing is decided after the trouble")
      RaftProperties.logMatching(cluster)
      expectOneChain(cluster, seed: seed)
    }
  }

  private func trouble(_ cluster: RaftCluster, steps: Int) {
    var dice = RandomStream(seed: cluster.stream.next())
    cluster.loss = dice.below(20)
    cluster.doubling = dice.below(20)
    cluster.haste = 1 + dice.below(8)
    for _ in 0..<steps {
      switch dice.below(60) {
      case 0:
        let node = Int(dice.below(UInt64(cluster.count)))
        if cluster.down.contains(node) {
          cluster.power(node)
        } else {
          cluster.crash(node, torn: Int(dice.below(700)))
        }
      case 1:
        let side = dice.below(1 << UInt64(cluster.count))
        cluster.isCut = side == 0 ? nil : { (side >> UInt64($0) & 1) != (side >> UInt64($1) & 1) }
      case 2: cluster.isCut = nil
      case 3, 4, 5:
        let node = Int(dice.below(UInt64(cluster.count)))
        if !cluster.down.contains(node) { cluster.submit([cluster.transaction()], to: node) }
      default: cluster.advance()
      }
      if dice.below(50) == 0 { RaftProperties.logMatching(cluster) }
    }
  }

  /// One chain, in which no transaction stands twice.
  private func expectOneChain(_ cluster: RaftCluster, seed: Int) {
    let longest = cluster.blocks.max { $0.count < $1.count }!
    for blocks in cluster.blocks {
      #expect(zip(blocks, longest).allSatisfy { $0.digest == $1.digest }, "seed \(seed): two chains")
    }
    let transactions = longest.flatMap { $0.content.transactions.map(\.id) }
    #expect(Set(transactions).count == transactions.count, "seed \(seed): a transaction stands twice")
  }
}
