import Protocols
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The oracle of starving transactions")
struct StarvationOracleTests {
  private var sample = SampleLedger()
  private let bound = TimeSpan.seconds(8)

  private func seconds(_ seconds: Int64) -> Instant { .start + .seconds(seconds) }

  /// `held`: what every module has in its pending list.
  private func oracle(held: [Transaction] = [], exempt: [Bool] = [false, false]) -> StarvationOracle {
    let oracle = StarvationOracle(exempt: exempt, bound: bound, urging: .seconds(2))
    oracle.pending = { _ in
      var list = PendingList(maximumCount: 100, maximumBytes: 1_000_000)
      for transaction in held { #expect(list.add(transaction) == nil) }
      return list
    }
    return oracle
  }

  @Test("the oldest transaction that a module holds must be decided in time, whatever else is")
  mutating func late() {
    let ids = (1...2).map { sample.publicConfiguration($0).id }
    let oracle = oracle()
    for id in ids { oracle.accepted(id, by: 1) }
    oracle.appended(by: 1, now: seconds(10)) { _ in false }
    oracle.appended(by: 1, now: seconds(17)) { $0 == ids[1] }
    oracle.judge(at: seconds(18)) { $0 == ids[1] }
    #expect(oracle.violations == [] && !oracle.isTested)
    oracle.judge(at: seconds(19)) { $0 == ids[1] }
    oracle.judge(at: seconds(30)) { $0 == ids[1] }
    #expect(
      oracle.violations.map(\.description) == [
        "starvation: at 19.0 s: module 1's oldest transaction, since 10.0 s, is in no block; it should have been by 18.0 s"
      ])
  }

  @Test("a queue that moves on may be as long as it likes")
  mutating func queue() {
    let ids = (1...5).map { sample.publicConfiguration($0).id }
    let oracle = oracle()
    for id in ids { oracle.accepted(id, by: 0) }
    for decided in 0...5 {
      let now = seconds(10 + 7 * Int64(decided))
      let isDecided: (Digest) -> Bool = { ids.prefix(decided).contains($0) }
      oracle.judge(at: now, isDecided: isDecided)
      oracle.appended(by: 0, now: now, isDecided: isDecided)
    }
    oracle.judge(at: seconds(100)) { _ in true }
    #expect(oracle.violations == [] && oracle.isTested)
  }

  @Test("what others handed to the module, and what stands ahead, has its own time")
  mutating func ahead() {
    let foreign = sample.publicConfiguration(1)
    let own = sample.publicConfiguration(2)
    let oracle = oracle(held: [foreign, own])
    oracle.accepted(own.id, by: 0)
    oracle.appended(by: 0, now: seconds(10)) { _ in false }
    oracle.judge(at: seconds(19)) { _ in false }
    oracle.judge(at: seconds(27)) { _ in false }
    #expect(oracle.violations == [])
    oracle.judge(at: seconds(28)) { _ in false }
    #expect(oracle.violations.count == 1, "the same stands ahead of it still")
  }

  @Test("a loss of power ends what a module took on, and a fault gives it new time")
  mutating func faults() {
    let id = sample.publicConfiguration(1).id
    func violations(_ happens: (StarvationOracle) -> Void) -> Int {
      let oracle = oracle()
      oracle.accepted(id, by: 0)
      oracle.appended(by: 0, now: seconds(10)) { _ in false }
      happens(oracle)
      oracle.judge(at: seconds(19)) { _ in false }
      return oracle.violations.count
    }
    #expect(violations { _ in } == 1)
    #expect(violations { $0.restarted(0) } == 0)
    #expect(violations { $0.restarted(1) } == 1)
    #expect(violations { $0.interrupted() } == 0)
    #expect(
      violations {
        $0.interrupted()
        $0.appended(by: 0, now: seconds(12)) { _ in false }
        $0.judge(at: seconds(21)) { _ in false }
      } == 1)
  }

  /// A module holds a transaction, lists are full, and each second from 19 s on a block without it is decided. Gives in how
  /// many seconds it counts as starved.
  private mutating func starved(by proposer: (Int) -> Int?, held: Int = 0) -> Int? {
    let transactions = (1...3).map { sample.publicConfiguration($0) }
    let oracle = oracle(held: Array(transactions.prefix(held)))
    oracle.accepted(transactions[0].id, by: 0)
    oracle.appended(by: 0, now: seconds(10)) { _ in false }
    oracle.turnedAway(at: seconds(15))
    for second in 19...40 {
      oracle.judge(at: seconds(Int64(second))) { _ in false }
      if !oracle.violations.isEmpty { return second - 18 }
      oracle.decided(by: proposer(second))
    }
    return nil
  }

  @Test("while lists are full an honest primary owes it within its turns; nobody else does")
  mutating func overload() {
    #expect(starved { _ in 1 } == 7)
    #expect(starved(by: { _ in 1 }, held: 3) == 7, "it is the first of the primary's list")
    #expect(starved { _ in nil } == nil, "the primary may be byzantine")
    #expect(starved { $0 / 4 % 2 } == nil, "no primary leads for long enough")
    #expect(starved { $0 < 30 ? nil : 1 } == 18, "its time begins with it")
  }

  @Test("while lists are full what the primary took first is first")
  mutating func overloadedQueue() {
    let transactions = (1...3).map { sample.publicConfiguration($0) }
    let oracle = oracle()
    var waiting = transactions
    oracle.pending = { module in
      var list = PendingList(maximumCount: 100, maximumBytes: 1_000_000)
      for transaction in module == 0 ? [transactions[2]] : waiting { #expect(list.add(transaction) == nil) }
      return list
    }
    oracle.accepted(transactions[2].id, by: 0)
    oracle.appended(by: 0, now: seconds(10)) { _ in false }
    oracle.turnedAway(at: seconds(15))
    for second in 19...50 {
      if second == 24 || second == 28 { waiting.removeFirst() }
      oracle.judge(at: seconds(Int64(second))) { _ in false }
      #expect(oracle.violations.isEmpty == (second < 33), "\(second)")
      oracle.decided(by: 1)
    }
  }

  @Test("nothing is asked of a module that is faulty for good")
  mutating func exempt() {
    let oracle = oracle(exempt: [true, false])
    oracle.accepted(sample.publicConfiguration(1).id, by: 0)
    oracle.appended(by: 0, now: seconds(10)) { _ in false }
    oracle.judge(at: seconds(99)) { _ in false }
    #expect(oracle.violations == [])
  }

  @Test("a module may not deny a transaction of a block that it has appended")
  mutating func denied() {
    let id = sample.publicConfiguration(1).id
    func violations(height: Int64, actual: Int64?, appended: Int64) -> [String] {
      let oracle = PromiseOracle(modules: 1)
      oracle.told(id, height: height, actual: actual, by: 0, appended: appended, now: seconds(1))
      return oracle.violations.map(\.text)
    }
    #expect(violations(height: 0, actual: nil, appended: 3) == [])
    #expect(violations(height: 0, actual: 4, appended: 3) == [])
    #expect(violations(height: 3, actual: 3, appended: 3) == [])
    #expect(
      violations(height: 0, actual: 3, appended: 3) == [
        "module 0 told a client that its transaction is in no block: it stands in block 3"
      ])
  }
}
