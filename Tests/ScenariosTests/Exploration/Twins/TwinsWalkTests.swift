import Testing
import Vocabulary

@testable import Scenarios

@Suite("Twins scenarios")
struct TwinsWalkTests {
  static let four = TwinsFederation(replicas: 4, twins: 1)
  static let few = TwinsSearch.Selection.sample(12, seed: 3)

  @Test("all scenarios of one and of two views keep agreement, validity and progress", arguments: [1, 2])
  func exhaustive(views: Int) {
    let space = TwinsSpace(Self.four, views: views)
    let summary = TwinsSearch(space, .all).run(jobs: 2)
    #expect(summary.scenarios == space.count)
    #expect(summary.findings.map(\.violations) == [])
    #expect(summary.decided > 2 * summary.scenarios)
    // The last view ends by a view change.
    #expect(summary.views[views] > summary.scenarios * 9 / 10)
    guard views > 1 else { return }
    for (entry, count) in zip(TwinsMarks.all, summary.marks) where entry.mark != .viewChangeAfter {
      #expect(count > 0, "\(entry.name)")
    }
  }

  @Test("so do scenarios of four views and of six", arguments: [4, 6])
  func sampled(views: Int) {
    let space = TwinsSpace(Self.four, views: views, partitions: .all)
    let summary = TwinsSearch(space, Self.few).run(jobs: 2)
    #expect(summary.scenarios == 12)
    #expect(summary.findings.map(\.violations) == [])
  }

  @Test("seven replicas, two of them twice")
  func seven() {
    let space = TwinsSpace(TwinsFederation(replicas: 7, twins: 2), views: 3)
    let summary = TwinsSearch(space, .sample(4, seed: 1)).run(jobs: 2)
    #expect(summary.findings.map(\.violations) == [])
  }

  @Test("a scenario that goes on from another's beginning comes to the same as one played alone")
  func walkAgainstAlone() {
    let space = TwinsSpace(Self.four, views: 4)
    let walk = TwinsWalk(space)
    var stream = RandomStream(seed: 5)
    var schedule = [3, 9, 15, 2]
    var fingerprints: Set<UInt64> = []
    for _ in 0..<8 {
      // Changes a view and keeps those before it.
      schedule[Int(stream.below(4))] = Int(stream.below(24))
      let shared = walk.play(schedule)
      let alone = TwinsWalk(space).play(schedule)
      #expect(shared.fingerprint == alone.fingerprint, "\(schedule)")
      #expect(shared.decided == alone.decided)
      #expect(shared.healing == alone.healing)
      #expect(shared.marks == alone.marks)
      #expect(shared.violations == alone.violations)
      fingerprints.insert(shared.fingerprint)
    }
    #expect(fingerprints.count > 4)
  }

  @Test("a transcript changes nothing, and says who decides")
  func transcript() {
    let space = TwinsSpace(Self.four, views: 2)
    let transcript = TwinsTranscript()
    let told = TwinsWalk(space).play([5, 9], transcript: transcript)
    #expect(told.fingerprint == TwinsWalk(space).play([5, 9]).fingerprint)
    #expect(transcript.lines.first == "view 0: B leads, A | B C D A'")
    #expect(transcript.lines.count { $0.contains("DECIDES") } >= 3 * told.decided)
  }

  @Test("the number of threads changes nothing")
  func jobs() {
    let space = TwinsSpace(Self.four, views: 2)
    // More than one part each.
    let one = TwinsSearch(space, .sample(130, seed: 2)).run(jobs: 1)
    let three = TwinsSearch(space, .sample(130, seed: 2)).run(jobs: 3)
    #expect(one.fingerprint == three.fingerprint)
    #expect(one.decided == three.decided)
    #expect(one.marks == three.marks)
    let other = TwinsSearch(space, .sample(20, seed: 4)).run(jobs: 1)
    #expect(other.fingerprint != one.fingerprint)
  }
}
