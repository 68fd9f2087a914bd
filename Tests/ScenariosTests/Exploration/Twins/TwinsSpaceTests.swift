import Testing

@testable import Scenarios

@Suite("The space of Twins scenarios")
struct TwinsSpaceTests {
  static let four = TwinsFederation(replicas: 4, twins: 1)

  @Test("four replicas, one of them twice, give 24 choices a view and 331,776 scenarios of four views")
  func counts() {
    #expect(TwinsSpace(Self.four, views: 1).choices == 24)
    #expect(TwinsSpace(Self.four, views: 1).count == 24)
    #expect(TwinsSpace(Self.four, views: 2).count == 576)
    #expect(TwinsSpace(Self.four, views: 4).count == 331_776)
    #expect(TwinsSpace(Self.four, views: 2, partitions: .all).choices == 64)
    #expect(TwinsSpace(Self.four, views: 15).count == nil)
  }

  /// Every permutation of honest instances with every exchange of the twins' copies.
  private static let symmetries: [[Int]] = {
    let orders = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]]
    return orders.flatMap { [[0] + $0 + [4], [4] + $0 + [0]] }
  }()

  @Test("in every view each partition is, up to symmetry, exactly one of the six", arguments: 0..<6)
  func shapes(view: Int) {
    let shapes = TwinsSpace(Self.four, views: 6)
    let six = Set((0..<shapes.choices).map { shapes.choice($0, in: view).partition })
    #expect(six.count == 6)
    let all = TwinsSpace(Self.four, views: 6, partitions: .all)
    let sixteen = Set((0..<all.choices).map { all.choice($0, in: view).partition })
    #expect(sixteen.count == 16)
    for partition in sixteen {
      let images = Set(Self.symmetries.map { places in partition.relabelled { places[$0] } })
      #expect(images.intersection(six).count == 1, "\(partition.groups)")
    }
  }

  @Test("every leader meets every partition once", arguments: TwinsSpace.Partitions.allCases)
  func leaders(partitions: TwinsSpace.Partitions) {
    let space = TwinsSpace(Self.four, views: 2, partitions: partitions)
    for view in 0..<2 {
      let choices = (0..<space.choices).map { space.choice($0, in: view) }
      #expect(Set(choices).count == space.choices)
      for leader in 0..<4 { #expect(choices.count { $0.leader == leader } == space.choices / 4) }
    }
  }

  @Test("scenario numbers give every schedule once, the last view fastest")
  func schedules() {
    let space = TwinsSpace(Self.four, views: 2)
    let schedules = (0..<576).map(space.schedule)
    #expect(Set(schedules).count == 576)
    #expect(zip(schedules, schedules.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
    #expect(space.schedule(25) == [1, 1])
  }

  @Test("no honest instance is the one that is always alone, and no copy of the twin")
  func turns() {
    let space = TwinsSpace(Self.four, views: 6)
    let alone = (0..<6).flatMap { view in
      (0..<space.choices).flatMap { space.choice($0, in: view).partition.groups.filter { $0.count == 1 }.joined() }
    }
    #expect(Set(alone) == [0, 1, 2, 3, 4])
  }

  @Test("seven replicas with two twins: shapes are fewer than partitions, and each stands for some")
  func seven() {
    let federation = TwinsFederation(replicas: 7, twins: 2)
    let shapes = TwinsSpace(federation, views: 1)
    let all = TwinsSpace(federation, views: 1, partitions: .all)
    #expect(all.choices == 7 * 256)
    let classes = Set((0..<all.choices).map { TwinsShape(all.choice($0, in: 0).partition, federation) })
    #expect(shapes.choices == 7 * classes.count)
    #expect(classes.count == 18)
  }

  @Test("a choice is said in the names of the instances")
  func words() {
    let choice = TwinsChoice(leader: 0, partition: TwinsPartition(group: 0b01101, instances: 5))
    #expect(choice.words(in: Self.four) == "A and A' lead, A C D | B A'")
    let other = TwinsChoice(leader: 2, partition: .whole(5))
    #expect(other.words(in: Self.four) == "C leads, A B C D A'")
  }
}
