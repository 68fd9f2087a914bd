import Testing

@testable import Protocols
@testable import Scenarios

@Suite("Twins finds planted defects")
struct TwinsDefectTests {
  static let four = TwinsFederation(replicas: 4, twins: 1)

  private func findings(
    _ defect: TwinsDefect?, views: Int, _ federation: TwinsFederation = four, sample: Int = 100
  ) -> [Violation] {
    let space = TwinsSpace(federation, views: views)
    return TwinsSearch(space, .sample(sample, seed: 1), defect: defect).run(jobs: 2).findings.flatMap(\.violations)
  }

  @Test("replicas that forget what they have prepared break agreement")
  func forgottenLocks() {
    let found = findings(TwinsDefect { $0.replica.held = nil }, views: 2)
    #expect(found.contains { $0.oracle == "agreement" })
  }

  @Test("a quorum of f + 1 breaks agreement in the first view")
  func smallQuorum() {
    let found = findings(TwinsDefect(membership: { Membership($0, quorum: 2) }), views: 1, sample: 500)
    #expect(found.contains { $0.oracle == "agreement" })
  }

  @Test("replicas that never suspect a primary stay in a view")
  func noSuspicion() {
    let found = findings(TwinsDefect { $0.replica.viewChangeDeadline = nil }, views: 1, sample: 10)
    #expect(found.contains { $0.oracle == "progress" })
  }

  @Test("replicas that never fetch blocks lose progress")
  func noCatchUp() {
    let idle = TwinsDefect {
      $0.replica.catchUp = CatchUp(members: 4)
      $0.replica.catchUp.isWaiting = true
    }
    let found = findings(idle, views: 2, sample: 20)
    #expect(found.contains { $0.oracle == "progress" })
  }

  @Test("more twins than the protocol tolerates break agreement without any defect")
  func beyondBudget() {
    let found = findings(nil, views: 2, TwinsFederation(replicas: 4, twins: 2))
    #expect(found.contains { $0.oracle == "agreement" })
  }
}
