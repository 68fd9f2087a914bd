import Testing
import Vocabulary

@testable import Protocols

@Suite("PBFT: how much a primary puts into a block (docs/models/pbft.md, slow links)")
struct BlockRoomTests {
  private let timeout = TimeSpan.seconds(2)

  @Test("at first a block may be as large as the scenario says")
  func first() { #expect(BlockRoom(maximum: 16_000_000).bytes == 16_000_000) }

  @Test("half of what waited in a view that was left goes into a block of the next, and never more than before")
  func left() {
    var room = BlockRoom(maximum: 16_000_000)
    room.viewLeft(waiting: 2_000_000)
    #expect(room.bytes == 1_000_000)
    room.viewLeft(waiting: 5_000_000)
    #expect(room.bytes == 500_000)
    for _ in 0..<20 { room.viewLeft(waiting: 0) }
    #expect(room.bytes == 65_536)
  }

  @Test("a ledger of small blocks keeps them small")
  func small() {
    var room = BlockRoom(maximum: 1_000)
    room.viewLeft(waiting: 0)
    #expect(room.bytes == 1_000)
  }

  @Test("a full block decided in a quarter of the timeout doubles it, in half adds a quarter; others do nothing")
  func decided() {
    var room = BlockRoom(maximum: 3_000_000)
    room.viewLeft(waiting: 2_000_000)
    room.decided(1_000_000, after: .milliseconds(1_000), timeout: timeout)
    room.decided(500_000, after: .milliseconds(1), timeout: timeout)
    #expect(room.bytes == 1_000_000)
    room.decided(900_000, after: .milliseconds(499), timeout: timeout)
    #expect(room.bytes == 2_000_000)
    room.decided(1_900_000, after: .milliseconds(499), timeout: timeout)
    #expect(room.bytes == 3_000_000)
    room.viewLeft(waiting: 2_000_000)
    room.decided(900_000, after: .milliseconds(999), timeout: timeout)
    #expect(room.bytes == 1_250_000)
  }

  @Test("a new primary proposes no more than there is room for, but always the oldest that waits", arguments: [1, 2])
  func proposed(blocks: Int) {
    let cluster = Cluster(4, blockBytes: 1_000_000)
    cluster.settle()
    let transactions = [cluster.transaction(bytes: 100_000)] + (0..<3).map { _ in cluster.transaction(bytes: 30_000) }
    for replica in 1...3 { cluster.submit(transactions, to: replica) }
    cluster.bag = []
    for replica in 1...3 { cluster.fire(.viewChange, on: replica) }
    #expect(cluster.run { cluster.replica(1).concluded == Int64(blocks) })
    #expect(cluster.replica(1).view == 1)
    #expect(cluster.replica(1).pending.count == (blocks == 1 ? 3 : 0))
  }
}
