import Testing
import Vocabulary

@testable import Protocols

/// A management service with its disk and the hosts of its VNFs, all of which do at once what they are told.
private struct Platform {
  static let credential: [UInt8] = [7, 7, 7]
  static let order = VNFOrder(
    image: "forwarder", tenants: [[1]], modules: [NodeID(0)], pollInterval: .seconds(1))

  var service: ManagementService
  /// Its two files: as written, and what is durable of them.
  var disk: [[UInt8]] = [[], []]
  var durable: [[UInt8]] = [[], []]
  /// Effects that are carried out before it loses power; nil: it does not.
  var effectsLeft: Int?
  private var inputs: [Input] = []
  private var isStepping = false
  /// By host: the instance that runs.
  var running: [NodeID: String] = [:]
  var results: [(id: Digest, result: String, error: String)] = []
  var isDeaf = false
  /// Messages that left it.
  var sent = 0
  private var life: UInt64 = 1
  private var now = Instant.start
  private let settings: ManagementSettings

  init(memory: Int = 100, turn: Int = 1 << 20) {
    settings = ManagementSettings(
      hosts: [NodeID(10), NodeID(11)], reach: [NodeID(10), NodeID(11), NodeID(12)], credentials: [Self.credential],
      durations: ManagementSettings.Durations(
        createVNF: .seconds(20), createChain: .seconds(5), switchPath: .seconds(1), deleteVNF: .seconds(2)),
      retry: .seconds(1), patience: .seconds(3), memory: memory, journalTurn: turn)
    service = ManagementService(settings, stream: RandomStream(seed: 1))
    give(.started)
  }

  mutating func crash(keepsWrites: Bool = true) {
    life += 1
    effectsLeft = nil
    if keepsWrites { durable = disk } else { disk = durable }
    service = ManagementService(settings, stream: RandomStream(seed: life))
    give(.started)
  }

  static func id(_ number: UInt8) -> Digest { Digest(bytes: [UInt8](repeating: number, count: 32))! }

  mutating func ask(
    _ number: UInt8, _ action: ManagementOperation.Action, credential: [UInt8] = credential, issued: Int64? = nil
  ) {
    let operation = ManagementOperation(credential: credential, action: action)
    let message = ManagementMessage.request(
      Self.id(number), issued: issued ?? Int64(number), operation: operation.bytes)
    give(.message(Payload(message.bytes), from: NodeID(3)))
  }

  mutating func pass(_ span: TimeSpan) { now = now + span }
  mutating func work() { give(.timer(TimerID(slot: 0))) }
  mutating func retry() { give(.timer(TimerID(slot: 1))) }

  /// Asks, works, and gives what came of it.
  mutating func carryOut(
    _ number: UInt8, _ action: ManagementOperation.Action, credential: [UInt8] = credential
  ) -> (result: String, error: String) {
    let before = results.count
    ask(number, action, credential: credential)
    if results.count == before { work() }
    return results.last.map { ($0.result, $0.error) } ?? ("", "no answer")
  }

  /// What comes of a step's effects waits until all of them are carried out.
  mutating func give(_ input: Input) {
    inputs.append(input)
    guard !isStepping else { return }
    isStepping = true
    while !inputs.isEmpty { take(inputs.removeFirst()) }
    isStepping = false
  }

  private mutating func take(_ input: Input) {
    guard effectsLeft != 0 else { return }
    var effects = Effects()
    now = now + .seconds(1)
    service.step(input, at: now, into: &effects)
    for effect in effects.list where effectsLeft != 0 {
      effectsLeft = effectsLeft.map { $0 - 1 }
      switch effect {
      case .append(let file, let chunks): disk[file.slot] += chunks.joined()
      case .truncate(let file, let count): disk[file.slot] = Array(disk[file.slot].prefix(Int(count)))
      case .sync(let file, let ticket):
        durable[file.slot] = disk[file.slot]
        give(.synced(file, ticket))
      case .read(let file, _, _, let ticket): give(.read(file, ticket, ByteRope(disk[file.slot])))
      case .send(let payload, _, let node):
        sent += 1
        receive(payload, at: node)
      default: continue
      }
    }
  }

  private mutating func receive(_ payload: Payload, at node: NodeID) {
    switch try? ManagementMessage.decode(payload.bytes) {
    case .result(let id, let result, let error, _)?: results.append((id, result, error))
    case .forgotten(let id)?: results.append((id, "", "forgotten"))
    case .request, nil: break
    }
    guard !isDeaf, let message = try? VNFMessage.decode(payload.bytes) else { return }
    switch message {
    case .boot(let instance, _): running[node] = instance
    case .terminate: running[node] = nil
    case .probe, .ready, .absent: break
    }
    let runs = running[node] == message.instance
    let answer: VNFMessage = runs ? .ready(instance: message.instance) : .absent(instance: message.instance)
    give(.message(Payload(answer.bytes), from: node))
  }
}

@Suite("Management service")
struct ManagementServiceTests {
  @Test("a VNF, a chain, a switch of its path, and everything taken down again")
  func wholeLife() {
    var platform = Platform()
    let first = platform.carryOut(1, .createVNF(Platform.order)).result
    let second = platform.carryOut(2, .createVNF(Platform.order)).result
    #expect(platform.running == [NodeID(10): first, NodeID(11): second])
    #expect(platform.carryOut(3, .createVNF(Platform.order)).error == "no free host")
    let chain = platform.carryOut(4, .createChain([first])).result
    #expect(platform.service.state.chain(chain)?.path == [first])
    #expect(platform.carryOut(5, .deleteVNF(first)).error == "a chain leads through \(first)")
    #expect(platform.carryOut(6, .switchPath(chain: chain, from: first, to: second)).error == "")
    #expect(platform.service.state.chain(chain)?.path == [second])
    #expect(platform.carryOut(7, .deleteVNF(first)).error == "")
    #expect(platform.running == [NodeID(11): second])
    #expect(platform.carryOut(8, .deleteVNF(first)).error == "unknown instance")
    #expect(platform.carryOut(9, .deleteChain(chain)).error == "")
    #expect(platform.carryOut(10, .deleteVNF(second)).error == "")
    #expect(platform.running.isEmpty)
  }

  @Test("a path never leads to an instance that is not ready")
  func notReady() {
    var platform = Platform()
    let first = platform.carryOut(1, .createVNF(Platform.order)).result
    let second = platform.carryOut(2, .createVNF(Platform.order)).result
    let chain = platform.carryOut(3, .createChain([first])).result
    platform.running[NodeID(11)] = nil
    let outcome = platform.carryOut(4, .switchPath(chain: chain, from: first, to: second))
    #expect(outcome.error == "\(second) is not ready")
    #expect(platform.service.state.chain(chain)?.path == [first])
  }

  @Test("a request that comes again is answered again and carried out once, over crashes too")
  func idempotent() {
    var platform = Platform()
    let first = platform.carryOut(1, .createVNF(Platform.order)).result
    platform.ask(1, .createVNF(Platform.order))
    platform.crash()
    platform.ask(1, .createVNF(Platform.order))
    #expect(platform.results.map(\.result) == [first, first, first])
    #expect(platform.running == [NodeID(10): first])
  }

  @Test("a request under way at a crash is gone on with, under the same name")
  func resumed() {
    var platform = Platform()
    platform.ask(1, .createVNF(Platform.order))
    platform.crash()
    #expect(platform.service.openRequests == 1)
    platform.work()
    #expect(platform.results.count == 1)
    #expect(platform.running[NodeID(10)] == platform.results.first?.result)
  }

  @Test("a host that never answers ends the request with an error, and nothing is left behind")
  func deafHost() {
    var platform = Platform()
    platform.isDeaf = true
    platform.ask(1, .createVNF(Platform.order))
    platform.work()
    for _ in 0..<3 { platform.retry() }
    #expect(platform.results.first?.error.hasSuffix("does not answer") == true)
    platform.isDeaf = false
    #expect(platform.carryOut(2, .createVNF(Platform.order)).error == "")
  }

  @Test(
    "an instance of a host that is none for VNFs is refused at once, and nobody is asked",
    arguments: ["vnf-99999", "vnf-3", "vnf-9", "vnf-+9", "vnf--1", "vnf-12345678901", "node-10", ""])
  func strangers(_ host: String) {
    var platform = Platform()
    let first = platform.carryOut(1, .createVNF(Platform.order)).result
    let chain = platform.carryOut(2, .createChain([first])).result
    let name = "\(host)-\(String(repeating: "0", count: 32))"
    let asked = platform.sent
    platform.ask(3, .createChain([first, name]))
    platform.ask(4, .switchPath(chain: chain, from: first, to: name))
    #expect(platform.results.suffix(2).map(\.error) == Array(repeating: "\(name) is no instance", count: 2))
    #expect(platform.carryOut(5, .deleteVNF(name)).error == "unknown instance")
    #expect(platform.sent == asked + 3, "the answers alone")
    #expect(platform.service.state.chain(chain)?.path == [first])
  }

  @Test(
    "what is dated further ahead than clocks may differ is refused once and for all, and kept no longer than its turn")
  func futureDated() {
    var platform = Platform(memory: 2)
    #expect(platform.carryOut(1, .createVNF(Platform.order)).error == "")
    platform.ask(2, .createVNF(Platform.order), issued: 400_000)
    #expect(platform.results.last?.error == "dated ahead" && platform.service.openRequests == 0)
    platform.crash()
    platform.pass(.seconds(200))
    platform.ask(2, .createVNF(Platform.order), issued: 400_000)
    #expect(platform.results.last?.error == "dated ahead" && platform.running.count == 1, "it has its answer")
    for number: UInt8 in 3...4 { platform.ask(number, .deleteVNF("vnf"), issued: 200_000) }
    #expect(platform.results.suffix(2).map(\.error) == ["unknown instance", "unknown instance"])
    platform.ask(2, .createVNF(Platform.order), issued: 100)
    #expect(platform.results.last?.error == "forgotten", "no longer than those that were issued when it was answered")
  }

  @Test("who shows another credential gets nothing")
  func credentials() {
    var platform = Platform()
    #expect(platform.carryOut(1, .createVNF(Platform.order), credential: [1]).error == "unknown credential")
    #expect(platform.running.isEmpty)
  }

  @Test("what is older than all that is remembered is forgotten, and not carried out again, over a crash too")
  func forgotten() {
    var platform = Platform(memory: 2)
    let first = platform.carryOut(1, .createVNF(Platform.order)).result
    #expect(platform.carryOut(2, .deleteVNF(first)).error == "")
    #expect(platform.carryOut(3, .createVNF(Platform.order)).error == "")
    for _ in 0..<2 {
      #expect(platform.carryOut(1, .createVNF(Platform.order)).error == "forgotten")
      #expect(platform.carryOut(2, .deleteVNF(first)).error == "")
      #expect(platform.running.count == 1)
      platform.crash()
    }
  }

  /// Everything that a platform does, in an order in which each needs those before it.
  private func script(_ platform: inout Platform, from number: UInt8 = 1) -> [String] {
    var answers: [String] = []
    func then(_ action: ManagementOperation.Action) {
      let (result, error) = platform.carryOut(number + UInt8(answers.count), action)
      answers.append(error.isEmpty ? result : "error: " + error)
    }
    then(.createVNF(Platform.order))
    then(.createVNF(Platform.order))
    then(.createChain([answers[0]]))
    then(.switchPath(chain: answers[2], from: answers[0], to: answers[1]))
    then(.deleteVNF(answers[0]))
    then(.deleteVNF(answers[0]))
    then(.deleteChain(answers[2]))
    then(.deleteVNF(answers[1]))
    return answers
  }

  @Test(
    "a loss of power between any two effects changes nothing of what was told, and has everything carried out once",
    arguments: [false, true], [1, 300, 600, 900, 1_200, 1_500, 1_800, 1 << 20])
  func everyEffect(keepsWrites: Bool, turn: Int) {
    var boundaries = 0
    for crash in 0... {
      var platform = Platform(turn: turn)
      platform.effectsLeft = crash
      _ = script(&platform)
      let isOver = platform.effectsLeft != 0
      let told = platform.results
      platform.crash(keepsWrites: keepsWrites)
      // What was under way is gone on with.
      while platform.service.openRequests > 0 { platform.work() }
      let answers = script(&platform)
      for (id, result, error) in told where error != "no answer" {
        let again = platform.results.last { $0.id == id }
        #expect(again?.result == result && again?.error == error, "crash after \(crash) effects")
      }
      #expect(answers[5] == "error: unknown instance", "crash after \(crash) effects")
      #expect(answers.count { $0.hasPrefix("error") } == 1, "crash after \(crash) effects: \(answers)")
      #expect(platform.running.isEmpty, "crash after \(crash) effects")
      guard !isOver else { break }
      boundaries = crash
    }
    #expect(boundaries > 60, "\(boundaries) boundaries")
  }

  @Test("the journal is bounded, whatever was asked, over many turns and lives")
  func bounded() {
    var platform = Platform(memory: 10, turn: 4_000)
    for number in 0..<30 {
      let answers = script(&platform, from: UInt8(8 * number + 1))
      #expect(answers.count { $0.hasPrefix("error") } == 1)
      if number.isMultiple(of: 7) { platform.crash(keepsWrites: false) }
      #expect(platform.disk.map(\.count).reduce(0, +) < 12_000)
    }
  }
}
