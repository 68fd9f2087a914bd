import SimKernel
import Testing
import Vocabulary

@Suite("The disk")
struct DiskTests {
  private let simulator = Simulator()
  private let world: Recorder
  private let answers = Answers()

  private final class Answers {
    var list: [String] = []
    var disk: Disk?
  }

  /// 10 bytes a microsecond, sectors of 100 bytes (10 us), seek 1 ms, sync 5 ms, memory 1,000 bytes a microsecond.
  private static let model = DiskModel(
    sector: ByteCount(100), seek: .milliseconds(1), transferRate: Bandwidth(bitsPerSecond: 80_000_000),
    syncLatency: .milliseconds(5), pageCache: ByteCount(1_000), memoryRate: Bandwidth(bitsPerSecond: 8_000_000_000))

  init() {
    world = Recorder(simulator)
    world.reaction = { [answers, simulator] event in
      guard event.kind == .diskCompleted else { return }
      let completion = answers.disk!.complete(event)
      let outcome =
        switch completion.outcome {
        case .synced: "synced"
        case .read(let contents): "read \(contents.count): \(contents.joined.first ?? 0)...\(contents.joined.last ?? 0)"
        case .failed: "failed"
        case .abandoned: "abandoned"
        }
      answers.list.append("\(completion.ticket) \(outcome) at \(simulator.now.nanoseconds / 1_000)")
    }
  }

  private func disk(retains: Bool = true) -> Disk {
    let disk = Disk(node: NodeID(3), model: DiskTests.model, retainsContents: retains, simulator: simulator)
    answers.disk = disk
    return disk
  }

  private func bytes(_ range: Range<Int>) -> [UInt8] { range.map { UInt8($0 % 251) } }

  @Test("makes durable with a sync what was appended before it")
  func durability() {
    let disk = disk()
    disk.append(0, [bytes(0..<30), bytes(30..<150)])
    #expect(disk.size(of: 0) == 150)
    #expect(disk.durableContents(of: 0).isEmpty)
    disk.sync(0, ticket: 7)
    disk.append(0, [bytes(150..<160)])
    world.run(until: .ns(6_019_999))
    #expect(disk.durableSize(of: 0) == 0)
    world.run(until: .ns(6_020_000))
    #expect(answers.list == ["7 synced at 6020"])
    #expect(disk.durableContents(of: 0).joined == bytes(0..<150))
    #expect(disk.size(of: 0) == 160)
  }

  @Test("seeks only when a transfer does not go on where the last one ended")
  func seeks() {
    let disk = disk()
    for file in [0, 0, 1, 0] {
      disk.append(file, [bytes(0..<100)])
      disk.sync(file, ticket: Int64(file))
    }
    disk.sync(0, ticket: 9)
    world.run()
    // 1 + 0.01 + 5, then 0.01 + 5, then both times with a seek; the last writes nothing.
    #expect(
      answers.list == [
        "0 synced at 6010", "0 synced at 11020", "1 synced at 17030", "0 synced at 23040", "9 synced at 28040",
      ])
    #expect(disk.counters.seeks == 3)
    #expect(disk.counters.syncs == 5)
    #expect(disk.counters.writtenBytes == 400)
    #expect(disk.counters.longestQueue == 5)
    #expect(disk.busyTime == .microseconds(28_040))
  }

  @Test("writes a sector again that was not full")
  func partialSector() {
    let disk = disk()
    disk.append(0, [bytes(0..<150)])
    disk.sync(0, ticket: 1)
    disk.append(0, [bytes(150..<210)])
    disk.sync(0, ticket: 2)
    world.run()
    #expect(disk.counters.writtenBytes == 400)
    #expect(disk.counters.seeks == 1)
  }

  @Test("reads from memory what was lately written, across chunks")
  func cachedRead() {
    let disk = disk()
    disk.append(0, [bytes(0..<250), [], bytes(250..<600)])
    disk.read(0, offset: 200, count: 100, ticket: 1)
    disk.read(0, offset: 0, count: 250, ticket: 2)
    disk.read(0, offset: 590, count: 100, ticket: 3)
    disk.read(0, offset: 700, count: 5, ticket: 4)
    disk.read(9, offset: 0, count: 5, ticket: 5)
    disk.sync(0, ticket: 6)
    world.run()
    #expect(
      answers.list == [
        "4 read 0: 0...0 at 0", "5 read 0: 0...0 at 0", "3 read 10: 88...97 at 0", "1 read 100: 200...48 at 0",
        "2 read 250: 0...249 at 0", "6 synced at 6060",
      ])
    #expect(disk.counters.cachedBytes == 360)
    #expect(disk.counters.readBytes == 0)
  }

  @Test("reads from the device what fell out of memory: the least recently used sectors")
  func evictedRead() {
    let disk = disk()
    disk.append(0, [bytes(0..<1_000)])
    disk.sync(0, ticket: 1)
    world.run()
    disk.read(0, offset: 0, count: 100, ticket: 2)
    disk.append(1, [bytes(0..<300)])
    disk.sync(1, ticket: 3)
    world.run()
    // Sector 0 was used; 1, 2 and 3 had to go.
    let start = simulator.now.nanoseconds / 1_000
    disk.read(0, offset: 50, count: 500, ticket: 4)
    world.run()
    #expect(answers.list.last == "4 read 500: 50...47 at \(start + 1_000 + 30)")
    #expect(disk.counters.readBytes == 300)
    #expect(disk.counters.cachedBytes == 100 + 200)
  }

  @Test("writes back early what memory cannot hold; only a sync makes it durable")
  func writeBack() {
    let disk = disk()
    disk.append(0, [bytes(0..<1_500)])
    #expect(disk.counters.writtenBytes == 500)
    world.run(until: .ns(100_000_000))
    #expect(disk.durableSize(of: 0) == 0)
    disk.sync(0, ticket: 1)
    world.run()
    #expect(disk.counters.writtenBytes == 1_500)
    #expect(disk.durableContents(of: 0).joined == bytes(0..<1_500))
  }

  @Test("has after a loss of power only what was durable, and answers nobody")
  func powerLoss() {
    let disk = disk()
    disk.append(0, [bytes(0..<100)])
    disk.sync(0, ticket: 1)
    world.run()
    disk.append(0, [bytes(100..<200)])
    disk.append(1, [bytes(0..<50)])
    disk.sync(0, ticket: 2)
    world.run(until: simulator.now + .milliseconds(1))
    disk.losePower()
    #expect(disk.size(of: 0) == 100)
    #expect(disk.size(of: 1) == 0)
    #expect(disk.busyTime == .microseconds(6_010 + 1_000))
    disk.append(0, [bytes(100..<140)])
    disk.sync(0, ticket: 3)
    world.run()
    #expect(answers.list.map { $0.prefix(6) } == ["1 sync", "2 aban", "3 sync"])
    #expect(disk.durableContents(of: 0).joined == bytes(0..<140))
  }

  @Test("cuts a file, at once and for good")
  func truncate() {
    let disk = disk()
    disk.append(0, [bytes(0..<100), bytes(100..<200)])
    disk.sync(0, ticket: 1)
    world.run()
    disk.append(0, [bytes(200..<250)])
    disk.truncate(0, to: 130)
    #expect(disk.size(of: 0) == 130)
    #expect(disk.durableContents(of: 0).joined == bytes(0..<130))
    disk.append(0, [bytes(130..<140)])
    disk.sync(0, ticket: 2)
    disk.read(0, offset: 90, count: 100, ticket: 3)
    world.run()
    #expect(answers.list.dropFirst().map { $0.prefix(20) } == ["3 read 50: 90...139 ", "2 synced at 12030"])
    #expect(disk.durableContents(of: 0).joined == bytes(0..<140))
  }

  @Test("without contents still knows lengths and times, and answers reads with no bytes, which it counts")
  func lengthsOnly() {
    let disk = disk(retains: false)
    disk.append(0, [bytes(0..<150)])
    disk.sync(0, ticket: 1)
    world.run()
    #expect(answers.list == ["1 synced at 6020"])
    #expect(disk.durableSize(of: 0) == 150)
    disk.read(0, offset: 0, count: 100, ticket: 2)
    world.run()
    #expect(answers.list.last?.contains("2 read") == true)
    #expect(disk.counters.forgottenReads == 1)
  }

  @Test("keeps the last bytes of a file where it keeps only recent ones")
  func recentContents() {
    let disk = Disk(
      node: NodeID(3), model: DiskTests.model, retainsContents: false, recentBytes: ByteCount(100), simulator: simulator
    )
    answers.disk = disk
    for first in stride(from: 0, to: 30_000, by: 10) { disk.append(0, [bytes(first..<first + 10)]) }
    disk.read(0, offset: 29_905, count: 90, ticket: 1)
    disk.read(0, offset: 29_899, count: 90, ticket: 2)
    world.run()
    let (first, last) = (bytes(29_905..<29_995).first!, bytes(29_905..<29_995).last!)
    #expect(answers.list.contains { $0.hasPrefix("1 read 90: \(first)...\(last)") })
    #expect(answers.list.contains { $0.hasPrefix("2 read 0:") })
    #expect(disk.counters.forgottenReads == 1)
    disk.truncate(0, to: 29_950)
    disk.read(0, offset: 29_900, count: 100, ticket: 3)
    world.run()
    #expect(answers.list.contains { $0.hasPrefix("3 read 50:") })
  }

  @Test("a file that is put there is durable at once, in the place of what was there, and a read under way gets it")
  func installation() {
    let disk = disk()
    disk.append(0, [bytes(0..<300)])
    disk.sync(0, ticket: 1)
    world.run()
    disk.losePower()
    disk.read(0, offset: 0, count: .max, ticket: 2)
    disk.install(0, ByteRope(bytes(40..<45)))
    #expect(disk.size(of: 0) == 5)
    #expect(disk.durableContents(of: 0).joined == bytes(40..<45))
    disk.losePower()
    disk.read(0, offset: 0, count: .max, ticket: 3)
    disk.install(0, ByteRope(bytes(60..<70)))
    world.run()
    #expect(answers.list.count == 3)
    #expect(answers.list[1].hasPrefix("3 read 10: 60...69"))
    #expect(answers.list[2].hasPrefix("2 abandoned"))
    disk.append(0, [[9]])
    #expect(disk.size(of: 0) == 11)
    #expect(disk.durableSize(of: 0) == 10)
  }
}
