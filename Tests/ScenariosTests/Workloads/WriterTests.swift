import SimKernel
import Testing
import Vocabulary

@testable import Protocols
@testable import Scenarios

@Suite("Writers (docs/models/workload.md)")
struct WriterTests {
  /// One writer alone, its effects looked at one step at a time.
  final class Bench {
    var writer: Writer
    let simulator = Simulator()
    let recorder: Recorder
    var now = Instant.start
    /// By slot.
    var armed: [Int: TimeSpan] = [:]
    /// Submissions so far, with their receivers.
    var sent: [(transactions: [Transaction], to: Int)] = []
    var lookups: [(id: Digest, to: Int)] = []
    var cost = Meter()

    init(
      _ rate: WorkloadSpec.Rate, modules: Int = 4, writer: Int = 0, _ change: (inout WorkloadSpec) -> Void = { _ in }
    ) {
      var spec = CRBFixture.scenario(rate: rate).workload
      change(&spec)
      let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
      let streams = RandomStreams(seed: 3)
      recorder = Recorder(window: .start..<(.start + .seconds(1_000)), simulator: simulator)
      self.writer = Writer(
        plan: WriterPlan(spec, writer: writer, modules: modules),
        source: TransactionSource(writer: writer, spec, crypto: crypto, streams: streams),
        stream: streams.stream("pace"), recorder: recorder)
      step(.started)
    }

    func step(_ input: Input) {
      var effects = Effects()
      writer.step(input, at: now, into: &effects)
      cost = effects.meter
      for effect in effects.list {
        switch effect {
        case .arm(let timer, let span): armed[timer.slot] = span
        case .send(let payload, _, let node):
          switch ModuleMessage(decoding: payload.bytes).content {
          case .client(.submit(let transactions)): sent.append((transactions, Int(node.index)))
          case .client(.lookup(let id)): lookups.append((id, Int(node.index)))
          default: Issue.record("a writer sends something else")
          }
        default: Issue.record("a writer does something else")
        }
      }
    }

    /// Lets the timer run out and gives how long it ran.
    @discardableResult
    func fire(_ slot: Int = 0) -> TimeSpan? {
      guard let span = armed.removeValue(forKey: slot) else { return nil }
      now = now + span
      step(.timer(TimerID(slot: slot)))
      return span
    }

    func receipt(_ transaction: Transaction, _ reason: DropReason? = nil) {
      step(.message(Payload(ClientMessage.receipt(transaction.id, refused: reason).bytes), from: NodeID(0)))
    }

    func found(_ id: Digest, _ height: Int64) {
      step(.message(Payload(ClientMessage.found(id, height: height).bytes), from: NodeID(0)))
    }
  }

  @Test("a saturating writer keeps its window full: a receipt is followed by the next submission")
  func saturating() {
    let bench = Bench(.saturating(window: 3))
    #expect(bench.sent.count == 3 && bench.armed.isEmpty)
    for round in 0..<10 {
      bench.receipt(bench.sent[round].transactions[0], round % 3 == 1 ? .badSignature : nil)
      #expect(bench.sent.count == 4 + round)
    }
    #expect(Set(bench.sent.map { $0.transactions[0].id }).count == 13, "each another one")
    #expect(bench.sent.allSatisfy { $0.to == 0 })
  }

  @Test("a saturating writer sends what a full list turned away again, later")
  func returned() {
    let bench = Bench(.saturating(window: 3))
    let first = bench.sent.map { $0.transactions[0] }
    for transaction in first { bench.receipt(transaction, .pendingListFull) }
    #expect(bench.sent.count == 3 && bench.armed[0] != nil)
    bench.fire()
    #expect(bench.sent.count == 4, "one to see whether there is room")
    bench.receipt(bench.sent[3].transactions[0], .pendingListFull)
    #expect(bench.sent.count == 4)
    bench.fire()
    var answered = 4
    while answered < 12 {
      bench.receipt(bench.sent[answered].transactions[0])
      answered += 1
    }
    let again = Set(bench.sent.dropFirst(3).map { $0.transactions[0].id })
    #expect(again.isSuperset(of: first.map(\.id)), "none is lost")
    #expect(bench.sent.count - answered == 3, "the window is full again")
    #expect(bench.recorder.sent == Int64(3 + again.subtracting(first.map(\.id)).count), "each counted once as sent")
  }

  @Test("a constant writer submits at even intervals whatever is answered")
  func constant() {
    let bench = Bench(.constant(perSecond: 50)) { $0.writers = 2 }
    #expect(bench.sent.isEmpty)
    for _ in 0..<20 { #expect(bench.fire() == .milliseconds(40)) }
    #expect(bench.sent.count == 20)
    bench.receipt(bench.sent[0].transactions[0], .pendingListFull)
    bench.receipt(bench.sent[1].transactions[0])
    #expect(bench.sent.count == 20)
  }

  @Test("a Poisson writer's gaps have the mean and the deviation of an exponential distribution")
  func poisson() {
    let bench = Bench(.poisson(perSecond: 100))
    let gaps = (0..<4_000).map { _ in bench.fire()!.seconds }
    let mean = gaps.reduce(0, +) / 4_000
    let deviation = (gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4_000).squareRoot()
    #expect(abs(mean - 0.01) < 0.0005 && abs(deviation - 0.01) < 0.001)
    #expect(bench.sent.count == 4_000)
  }

  @Test(
    "in a run, the rates come out as asked",
    arguments: [WorkloadSpec.Rate.poisson(perSecond: 80), .constant(perSecond: 80)])
  func rates(rate: WorkloadSpec.Rate) throws {
    let scenario = CRBFixture.scenario(rate: rate).with {
      $0.workload.writers = 3
      $0.duration.measure = .seconds(10)
    }
    let values = try CRBFixture.run(scenario).values
    for metric in ["send-rate", "accepted-rate", "write-rate"] {
      #expect(abs(values[metric]! - 80) < 8, "\(metric) is \(values[metric]!)")
    }
  }

  @Test("a batch goes out at once in one message, again and again")
  func batch() {
    let bench = Bench(.batch(transactions: 5, every: .milliseconds(300)))
    #expect(bench.sent.count == 1 && bench.sent[0].transactions.count == 5)
    #expect(bench.fire() == .milliseconds(300) && bench.fire() == .milliseconds(300))
    #expect(bench.sent.map(\.transactions.count) == [5, 5, 5])
    #expect(Set(bench.sent.flatMap { $0.transactions.map(\.id) }).count == 15)
  }

  @Test("a user of the closed loop waits until the ledger holds its transaction, thinks, and starts again")
  func closedLoop() {
    let bench = Bench(.closedLoop(users: 2, think: .milliseconds(500)))
    #expect(bench.sent.isEmpty && bench.armed.count == 2)
    bench.fire(1)
    let transaction = bench.sent[0].transactions[0]
    #expect(bench.armed[1] == nil, "nothing happens before the receipt")
    bench.receipt(transaction)
    #expect(bench.fire(1) == bench.writer.plan.pollInterval)
    #expect(bench.lookups.map(\.id) == [transaction.id] && bench.sent.count == 1)
    bench.found(transaction.id, 0)
    bench.fire(1)
    #expect(bench.lookups.count == 2)
    bench.found(transaction.id, 3)
    bench.fire(1)
    #expect(bench.sent.count == 2 && bench.lookups.count == 2)
    bench.receipt(bench.sent[1].transactions[0], .pendingListFull)
    bench.fire(1)
    #expect(bench.sent.count == 3, "a refused one is given up")
    bench.fire(2)
    #expect(bench.sent.count == 4, "the other user has its own pace")
  }

  @Test("with users that wait, there is never more under way than users")
  func closedLoopRun() throws {
    let users = 4
    let scenario = CRBFixture.scenario(rate: .closedLoop(users: users, think: .milliseconds(1)))
    let values = try CRBFixture.run(scenario).values
    #expect(values["transactions-per-block"]! <= Double(users))
    #expect(values["pending-transactions-max"]! <= Double(users))
    // A user asks 200 ms after the receipt at the earliest, and by then its block is there.
    #expect(values["write-rate"]! > 15 && values["write-rate"]! <= 5.5 * Double(users))
  }

  @Test("to any module: in turn, each writer starting elsewhere; to the primary: always there")
  func destinations() {
    for writer in 0..<3 {
      let bench = Bench(.batch(transactions: 1, every: .seconds(1)), modules: 4, writer: writer) { $0.to = .any }
      for _ in 0..<5 { bench.fire() }
      #expect(bench.sent.map(\.to) == (0..<6).map { ($0 + writer) % 4 })
    }
  }

  @Test("signing costs the writer that signs in the run, and nothing beforehand")
  func cost() {
    let precomputed = Bench(.constant(perSecond: 1))
    precomputed.fire()
    #expect(precomputed.cost.count(.sign) == 0 && precomputed.cost.count(.hashByte) == 0)
    let signed = Bench(.constant(perSecond: 1)) { $0.transactions = .signed }
    signed.fire()
    #expect(signed.cost.count(.sign) == 1 && signed.cost.count(.hashByte) > 0)
    let sealed = Bench(.constant(perSecond: 1)) {
      $0.transactions = .signed
      $0.recipient = .encrypted
    }
    sealed.fire()
    #expect(sealed.cost.count(.seal) == 1 && sealed.cost.count(.cipherByte) > 200)
  }

  @Test("a transaction has the asked size, and a writer's are all valid and different")
  func source() {
    for size in [0, 1, 4_095, 4_096, 4_097, 100_000] as [Int64] {
      let bench = Bench(.constant(perSecond: 1)) { $0.configuration = ByteCount(size) }
      for _ in 0..<2 { bench.fire() }
      let transactions = bench.sent.map { $0.transactions[0] }
      #expect(transactions[0].id != transactions[1].id)
      for transaction in transactions {
        let rules = TransactionRules.configurationRepository(maximumBytes: 1_000_000)
        var meter = Meter()
        let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
        #expect(rules.check(transaction, crypto, &meter) == nil)
        #expect(transaction.layout?.fields.last?.count == Int(size))
      }
    }
  }
}
