import Protocols
import SimKernel
import TestSupport
import Testing
import Vocabulary

@testable import Scenarios

@Suite("The recorder")
struct RecorderTests {
  /// A recorder whose clock the test moves: milliseconds.
  final class Stage: EventHandler {
    let simulator = Simulator()
    let recorder: Recorder
    var sample = SampleLedger()

    init(from: Int64, to: Int64) {
      let window = Instant.start + .milliseconds(from)..<Instant.start + .milliseconds(to)
      recorder = Recorder(window: window, simulator: simulator)
    }

    func handle(_ event: Event) {}

    func at(_ milliseconds: Int64) -> Instant {
      let instant = Instant.start + .milliseconds(milliseconds)
      simulator.run(until: max(instant, simulator.now), self)
      return instant
    }

    /// Submits a transaction.
    func send(_ number: Int, at milliseconds: Int64) -> Transaction {
      let transaction = sample.publicConfiguration(number)
      _ = at(milliseconds)
      recorder.sent(transaction.id)
      return transaction
    }

    /// The proposer, node 0, loses power.
    func lost(at milliseconds: Int64) {
      _ = at(milliseconds)
      recorder.lostPower(NodeID(0))
    }

    /// The milestones of a block at a node: begun, pre-prepared, prepared, committed, appended.
    func round(_ height: Int64, _ transactions: [Transaction], times: [Int64], node: Int = 0) {
      let notes: [PBFTNote] = [.proposed, .prePrepared, .prepared, .committed, .appended]
      for (note, time) in zip(notes, times) {
        let value: Int64 = note == .prePrepared ? 500 : 0
        recorder.noted(note.about(height, value: value), by: NodeID(node), startedAt: at(times[0]), at: at(time))
      }
      let block = sample.block(transactions)
      recorder.delivered(block, height: height, at: NodeID(node), now: at(times[4]))
    }
  }

  private func milliseconds(_ nanoseconds: Double?) -> Double? { nanoseconds.map { $0 / 1e6 } }

  @Test("latency runs from submission to the block's durability at its proposer, and its stages add up to it")
  func latency() {
    let stage = Stage(from: 0, to: 10_000)
    let first = stage.send(1, at: 100)
    let second = stage.send(2, at: 130)
    stage.round(1, [first, second], times: [150, 160, 200, 260, 340])
    let recorder = stage.recorder
    #expect(recorder.latency.count == 2)
    #expect(milliseconds(recorder.latency.mean) == 225)
    #expect(recorder.stages.map { milliseconds($0.mean) } == [35, 10, 40, 60, 80])
    let sum = recorder.stages.reduce(0) { $0 + ($1.mean ?? 0) }
    #expect(milliseconds(sum) == 225)
    #expect(milliseconds(recorder.consensusDelay.mean) == 190)
    #expect(recorder.blocks == 1 && recorder.written == 2 && recorder.blockBytes == 500)
  }

  @Test("stages add up to the latency in a whole run")
  func stagesOfRun() throws {
    let crb = CRBWorld(
      CRBFixture.scenario(rate: .poisson(perSecond: 60)), profile: CRBFixture.profile, seed: 4, options: RunOptions(),
      trace: .off)
    crb.world.start()
    crb.world.run(until: crb.window.upperBound)
    let recorder = crb.chain.recorder
    #expect(recorder.latency.count > 60)
    #expect(recorder.stages.allSatisfy { $0.count == recorder.latency.count })
    let total = recorder.latency.mean! * Double(recorder.latency.count)
    let parts = recorder.stages.reduce(0) { $0 + $1.mean! * Double($1.count) }
    #expect(abs(total - parts) < 10)
    #expect(recorder.stages.allSatisfy { $0.maximum! > 0 })
  }

  @Test("only the proposer's block counts, and only once")
  func others() {
    let stage = Stage(from: 0, to: 10_000)
    let transaction = stage.send(1, at: 100)
    let block = stage.sample.block([transaction])
    stage.recorder.delivered(block, height: 1, at: NodeID(2), now: stage.at(120))
    #expect(stage.recorder.blocks == 0)
    stage.round(1, [transaction], times: [150, 160, 200, 260, 340])
    for node in 0..<4 { stage.recorder.delivered(block, height: 1, at: NodeID(node), now: stage.at(350)) }
    #expect(stage.recorder.blocks == 1 && stage.recorder.latency.count == 1)
  }

  @Test("a block whose proposer loses power counts at the first other module, however late that hears of the crash")
  func lostPower() {
    for (delivered, lost) in [(300, 350), (300, 250)] as [(Int64, Int64)] {
      let stage = Stage(from: 0, to: 10_000)
      let transaction = stage.send(1, at: 100)
      let block = stage.sample.block([transaction])
      let start = stage.at(150)
      stage.recorder.noted(PBFTNote.proposed.about(1, value: 0), by: NodeID(0), startedAt: start, at: start)
      if lost < delivered { stage.lost(at: lost) }
      for node in 1...3 { stage.recorder.delivered(block, height: 1, at: NodeID(node), now: stage.at(delivered)) }
      #expect(stage.recorder.blocks == (lost < delivered ? 1 : 0), "at its proposer, as long as that lives")
      if lost > delivered { stage.lost(at: lost) }
      stage.recorder.delivered(block, height: 1, at: NodeID(0), now: stage.at(5_000))
      #expect(stage.recorder.blocks == 1 && stage.recorder.written == 1)
      #expect(milliseconds(stage.recorder.latency.mean) == 200)
      #expect(milliseconds(stage.recorder.consensusDelay.mean) == 150)
    }
  }

  @Test("what ends outside the window is not counted, wherever it began")
  func window() {
    let stage = Stage(from: 1_000, to: 2_000)
    let early = stage.send(1, at: 100)
    let across = stage.send(2, at: 900)
    stage.round(1, [early], times: [150, 160, 200, 260, 340])
    stage.round(2, [across], times: [950, 960, 970, 980, 1_100])
    let late = stage.send(3, at: 1_900)
    stage.round(3, [late], times: [1_950, 1_960, 1_970, 1_980, 2_001])
    let recorder = stage.recorder
    #expect(recorder.sent == 1 && recorder.blocks == 1 && recorder.written == 1)
    #expect(milliseconds(recorder.latency.mean) == 200)
  }

  @Test("the write rate is over the blocks in the window, from the first to the last")
  func writeRate() {
    let stage = Stage(from: 0, to: 10_000)
    #expect(stage.recorder.writeRate == 0)
    for height in 1...5 as ClosedRange<Int64> {
      let start = height * 1_000
      let transactions = (0..<4).map { stage.send(Int(height) * 10 + $0, at: start) }
      stage.round(height, transactions, times: [start, start + 1, start + 2, start + 3, start + 4])
      #expect(stage.recorder.writeRate == (height == 1 ? 0.4 : 4))
    }
  }

  @Test("a refused transaction is forgotten, unless its writer submits it again")
  func refused() {
    let stage = Stage(from: 0, to: 10_000)
    let (gone, back) = (stage.send(1, at: 100), stage.send(2, at: 100))
    stage.recorder.answered(gone.id, refusedBecause: .pendingListFull, returns: false)
    stage.recorder.answered(back.id, refusedBecause: .pendingListFull, returns: true)
    stage.recorder.answered(back.id, refusedBecause: nil, returns: false)
    #expect(stage.recorder.refused == 2 && stage.recorder.accepted == 1)
    stage.round(1, [gone, back], times: [150, 160, 200, 260, 300])
    #expect(stage.recorder.latency.count == 1)
    #expect(milliseconds(stage.recorder.latency.mean) == 200, "from its first submission")
  }

  @Test("traffic is counted by kind and sender inside the window")
  func traffic() {
    let window = Instant.start + .seconds(1)..<Instant.start + .seconds(3)
    let counters = TrafficCounters(kinds: 3, nodes: 2, window: window)
    let kind = MessageKind(slot: 2)
    for (second, node) in [(0, 0), (1, 0), (2, 1), (3, 1)] as [(Int64, Int)] {
      counters.sent(kind, bytes: 10, receivers: node + 1, by: NodeID(node), at: .start + .seconds(second))
    }
    #expect(counters.messages(kind) == 3 && counters.bytes(kind) == 30 && counters.mostBytes(kind) == 20)
    #expect(counters.messages(MessageKind(slot: 1)) == 0)
  }
}
