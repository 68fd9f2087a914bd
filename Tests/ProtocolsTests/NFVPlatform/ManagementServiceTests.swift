import Protocols
import Testing
import Vocabulary

/// A management service with its disk and the hosts of its VNFs, all of which do at once what they are told.
private struct Platform {
  static let credential: [UInt8] = [7, 7, 7]
  static let order = VNFOrder(
    image: "forwarder", tenants: [[1]], modules: [NodeID(0)], pollInterval: .seconds(1))

  var service: ManagementService
  var disk: [UInt8] = []
  /// By host: the instance that runs.
  var running: [NodeID: String] = [:]
  var results: [(id: Digest, result: String, error: String)] = []
  var isDeaf = false
  private var life: UInt64 = 1
  private var now = Instant.start
  private static let settings = ManagementSettings(
    hosts: [NodeID(10), NodeID(11)], credentials: [credential],
    durations: ManagementSettings.Durations(
      createVNF: .seconds(20), createChain: .seconds(5), switchPath: .seconds(1), deleteVNF: .seconds(2)),
    retry: .seconds(1), patience: .seconds(3))

  init() {
    service = ManagementService(Self.settings, stream: RandomStream(seed: 1))
    give(.started)
  }

  mutating func crash() {
    life += 1
    service = ManagementService(Self.settings, stream: RandomStream(seed: life))
    give(.started)
  }

  static func id(_ number: UInt8) -> Digest { Digest(bytes: [UInt8](repeating: number, count: 32))! }

  mutating func ask(_ number: UInt8, _ action: ManagementOperation.Action, credential: [UInt8] = credential) {
    let operation = ManagementOperation(credential: credential, action: action)
    let message = ManagementMessage.request(Self.id(number), operation: operation.bytes)
    give(.message(Payload(message.bytes), from: NodeID(3)))
  }

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

  mutating func give(_ input: Input) {
    var effects = Effects()
    now = now + .seconds(1)
    service.step(input, at: now, into: &effects)
    for effect in effects.list {
      switch effect {
      case .append(_, let chunks): disk += chunks.joined()
      case .sync(let file, let ticket): give(.synced(file, ticket))
      case .read(let file, _, _, let ticket):
        var contents = ByteRope()
        contents.append(disk)
        give(.read(file, ticket, contents))
      case .send(let payload, _, let node): receive(payload, at: node)
      default: continue
      }
    }
  }

  private mutating func receive(_ payload: Payload, at node: NodeID) {
    if case .result(let id, let result, let error, _)? = try? ManagementMessage.decode(payload.bytes) {
      results.append((id, result, error))
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

  @Test("who shows another credential gets nothing")
  func credentials() {
    var platform = Platform()
    #expect(platform.carryOut(1, .createVNF(Platform.order), credential: [1]).error == "unknown credential")
    #expect(platform.running.isEmpty)
  }
}
