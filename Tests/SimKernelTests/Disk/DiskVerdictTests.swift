import SimKernel
import Testing
import Vocabulary

@Suite("A verdict on a disk request")
struct DiskVerdictTests {
  private final class Script: DiskInterceptor {
    var verdicts: [DiskVerdict] = []
    var asked: [DiskRequest] = []

    func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict {
      asked.append(request)
      return verdicts.isEmpty ? .pass : verdicts.removeFirst()
    }
  }

  private let simulator = Simulator()
  private let world: Recorder
  private let disk: Disk
  private let script = Script()
  private let completions = Completions()

  private final class Completions {
    var list: [DiskCompletion] = []
  }

  init() {
    world = Recorder(simulator)
    let model = DiskModel(
      sector: ByteCount(4), seek: .zero, transferRate: .unlimited, syncLatency: .microseconds(10),
      pageCache: ByteCount(8))
    disk = Disk(node: NodeID(0), model: model, simulator: simulator)
    disk.interceptor = script
    world.reaction = { [completions, disk] event in completions.list.append(disk.complete(event)) }
  }

  private func write(_ bytes: [UInt8], _ verdict: DiskVerdict) {
    disk.append(0, [bytes])
    script.verdicts = [verdict]
    disk.sync(0, ticket: 1)
    world.run()
  }

  private func read(offset: Int64, count: Int64, _ verdict: DiskVerdict = .pass) -> DiskCompletion.Outcome? {
    script.verdicts = [verdict]
    disk.read(0, offset: offset, count: count, ticket: 2)
    world.run()
    return completions.list.last?.outcome
  }

  @Test("sees what the request concerns")
  func request() {
    write([1, 2, 3], .pass)
    write([4, 5], .pass)
    _ = read(offset: 1, count: 9)
    #expect(script.asked.map(\.operation) == [.sync, .sync, .read])
    #expect(script.asked.map(\.offset) == [0, 3, 1])
    #expect(script.asked.map(\.count) == [3, 2, 4])
    #expect(script.asked.allSatisfy { $0.node == NodeID(0) && $0.file == 0 })
  }

  @Test("delays it and what stands behind it")
  func delay() {
    disk.append(0, [[1]])
    script.verdicts = [.delay(.microseconds(7)), .pass]
    disk.sync(0, ticket: 1)
    disk.sync(0, ticket: 2)
    world.run()
    #expect(world.times == [17_000, 27_000])
    #expect(read(offset: 0, count: 1, .delay(.microseconds(5))) == .read([1]))
    #expect(world.times.last == 32_000)
  }

  @Test("fails it: nothing is durable, and the next sync tries again")
  func fail() {
    write([1, 2], .fail)
    #expect(completions.list.map(\.outcome) == [.failed])
    #expect(disk.durableContents(of: 0).isEmpty)
    #expect(disk.counters.failures == 1)
    write([3], .pass)
    #expect(disk.durableContents(of: 0) == [1, 2, 3])
    #expect(read(offset: 0, count: 2, .fail) == .failed)
  }

  @Test("tears a write: success is said, the end is lost, and stays a hole of zeros")
  func tear() {
    write([1, 2, 3, 4], .truncate(to: 1))
    #expect(completions.list.map(\.outcome) == [.synced])
    #expect(disk.durableContents(of: 0) == [1])
    write([5, 6], .pass)
    #expect(disk.durableContents(of: 0) == [1, 0, 0, 0, 5, 6])
    #expect(read(offset: 0, count: 6, .truncate(to: 2)) == .read([1, 2]))
    disk.truncate(0, to: 5)
    #expect(disk.durableContents(of: 0) == [1, 0, 0, 0, 5])
    disk.losePower()
    #expect(read(offset: 0, count: 6) == .read([1, 0, 0, 0, 5]))
  }

  @Test("changes a byte on the medium: seen once the sector is no longer in memory")
  func corruptWrite() {
    write([1, 2, 3, 4], .corrupt(at: 2, mask: 0xF0))
    #expect(disk.durableContents(of: 0) == [1, 2, 0xF3, 4])
    #expect(read(offset: 0, count: 4) == .read([1, 2, 3, 4]))
    write(Array(5..<13), .pass)
    #expect(read(offset: 1, count: 3) == .read([2, 0xF3, 4]))
  }

  @Test("changes a byte of one read")
  func corruptRead() {
    write([1, 2, 3, 4], .pass)
    #expect(read(offset: 1, count: 3, .corrupt(at: 0, mask: 1)) == .read([3, 3, 4]))
    #expect(read(offset: 1, count: 3) == .read([2, 3, 4]))
  }
}
