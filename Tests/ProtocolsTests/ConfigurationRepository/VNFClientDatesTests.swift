import Testing
import Vocabulary

@testable import Protocols

@Suite("Dates that a VNF client takes (crb-smb 3.3.2, rule 5; its own clock)")
struct VNFClientDatesTests {
  private let base = VNFClientTests()

  @Test("what is dated further ahead than clocks may differ waits for the clock; what is less ahead is taken")
  func future() {
    var driver = base.started()
    let far = driver.milliseconds + 90_000
    base.give([base.settings("far", at: far)], to: &driver)
    #expect(driver.count(.futureDated) == 1)
    base.give([base.settings("near", at: driver.milliseconds + 50_000)], to: &driver)
    #expect(driver.client.configuration == Array("near".utf8))
    base.give([base.settings("far", at: far)], to: &driver)
    #expect(driver.count(.futureDated) == 2 && driver.client.early.count == 1)
    driver.run(for: .seconds(20))
    #expect(driver.client.configuration == Array("near".utf8))
    driver.run(for: .seconds(20))
    #expect(driver.client.configuration == Array("far".utf8))
    base.give([base.settings("far", at: far)], to: &driver)
    #expect(driver.count(.alreadyProcessed) == 1 && driver.count(.applied) == 2)
  }

  @Test("what waits for the clock is taken by time, and by whom the VNF obeys then")
  func waiting() {
    var driver = base.started()
    let now = driver.milliseconds
    base.give([base.settings("second", at: now + 71_000), base.settings("first", at: now + 70_000)], to: &driver)
    base.give([base.settings("of the other", at: now + 72_000, by: base.other)], to: &driver)
    base.give([base.transaction(VNFConfiguration(tenants: [base.tenant.publicKey]), at: now)], to: &driver)
    #expect(driver.count(.futureDated) == 3 && driver.count(.applied) == 1)
    driver.run(for: .seconds(20))
    #expect(driver.count(.applied) == 3 && driver.count(.unauthorized) == 1)
    #expect(driver.client.configuration == Array("second".utf8))
  }

  @Test("keys that replace each other may wait for the clock: who will be obeyed by then may speak, and nobody else")
  func keys() {
    var driver = base.started()
    let now = driver.milliseconds
    let second = base.crypto.keyPair(named: "second key")
    let third = base.crypto.keyPair(named: "third key")
    let told = base.transaction(VNFConfiguration(tenants: [second.publicKey]), at: now + 70_000)
    base.give([told], to: &driver)
    base.give([base.settings("thief", at: now + 70_001, by: third)], to: &driver)
    #expect(driver.count(.unauthorized) == 1)
    base.give(
      [base.transaction(VNFConfiguration(tenants: [third.publicKey]), at: now + 70_002, by: second)], to: &driver)
    base.give([base.settings("owner", at: now + 70_003, by: third)], to: &driver)
    base.give([base.settings("too early", at: now, by: second)], to: &driver)
    #expect(driver.count(.futureDated) == 3 && driver.count(.unauthorized) == 2)
    driver.run(for: .seconds(20))
    #expect(driver.client.tenants == [third.publicKey])
    #expect(driver.client.configuration == Array("owner".utf8))
  }

  @Test("of many that wait for the clock the earliest are kept, and the others read again in their time")
  func crowd() {
    var driver = base.started()
    let now = driver.milliseconds
    let most = EarlyTransactions.most
    let all = (1...Int64(2 * most)).map { base.settings("\($0)", at: now + 120_000 + $0) }
    base.give(all.reversed(), to: &driver)
    #expect(driver.count(.futureDated) == 2 * most && driver.client.early.count == most)
    driver.run(for: .seconds(50))
    #expect(driver.count(.applied) == 0)
    driver.run(for: .seconds(30))
    #expect(driver.count(.applied) == 2 * most && driver.client.early.count == 0)
    #expect(driver.client.configuration == Array("\(2 * most)".utf8))
  }

  @Test("a clock that is wrong by more than the tolerance makes the VNF deaf for as long; less does not")
  func skew() {
    var driver = base.started()
    driver.clockError = .seconds(-50)
    base.give([base.settings("one", at: driver.milliseconds)], to: &driver)
    #expect(driver.client.configuration == Array("one".utf8))
    driver.clockError = .seconds(-100)
    base.give([base.settings("two", at: driver.milliseconds)], to: &driver)
    #expect(driver.count(.futureDated) == 1)
    #expect(driver.client.configuration == Array("one".utf8))
    driver.clockError = .zero
    driver.run(for: .seconds(2))
    #expect(driver.client.configuration == Array("two".utf8))
  }
}
