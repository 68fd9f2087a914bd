import Protocols
import Vocabulary

/// The control side of a compromised element in its adversary's hands: it has the element's keys, answers its managers that all is
/// well, and asks them for what is not an element's to ask.
struct RogueElement {
  /// A request that was carried out for it.
  struct Grant {
    let request: ControlRequest
    let manager: NodeID
  }

  let node: Int
  private var endpoint: ControlEndpoint
  private let managers: [NodeID]
  private let wishes: [ControlRequest]
  /// Of requests that nobody has answered. Never iterated.
  private var asked: [Int64: ControlRequest] = [:]
  private var turns = 0
  /// When it looks next for what is unanswered.
  private var due = Instant.start
  private(set) var refusals: Int64 = 0

  /// - Parameter deployment: that it would like to have, with its chains in the clear.
  init(_ node: Int, peers: [ControlEndpoint.Peer], deployment: Deployment, stream: RandomStream) {
    self.node = node
    endpoint = ControlEndpoint(peers: peers, stream: stream)
    managers = peers.map(\.node)
    let own = SFCLayout.element(node)
    var open = deployment
    for chain in open.chains.indices {
      open.chains[chain].isEncrypted = false
      open.chains[chain].links = []
    }
    let victim = open.sites[0].inner
    wishes = [
      .putDeployment(open),
      .putRules(IssuedRules(RuleSet(path: ServicePathID(1), version: 1_000_000, rules: []), for: victim)),
      .getRules(victim), .putFunction(FunctionOrder(own, .encryptionFunction)), .deleteFunction(victim),
      .deleteLink(EncryptionPathID(1)),
    ]
  }

  mutating func begin(at now: Instant, into effects: inout Effects) {
    due = now + endpoint.patience.retry
    for manager in managers { endpoint.connect(to: manager, into: &effects) }
  }

  /// Every so often: asks one of its managers for one thing.
  mutating func act(at now: Instant, into effects: inout Effects) -> [Grant] {
    defer { turns += 1 }
    var granted: [Grant] = []
    if now >= due {
      granted = take(endpoint.tick(at: now, into: &effects), into: &effects)
      due = now + endpoint.patience.retry
    }
    guard turns.isMultiple(of: 10) else { return granted }
    let number = turns / 10
    let request = wishes[number / managers.count % wishes.count]
    let id = endpoint.ask(request, of: managers[number % managers.count], at: now, into: &effects)
    asked[id] = request
    return granted
  }

  /// What a manager says to the element.
  mutating func receive(
    _ payload: Payload, from manager: NodeID, at now: Instant, into effects: inout Effects
  ) -> [Grant] {
    take(endpoint.receive(payload, from: manager, at: now, into: &effects), into: &effects)
  }

  private mutating func take(_ events: [ControlEndpoint.Event], into effects: inout Effects) -> [Grant] {
    events.compactMap { event in
      switch event {
      case .connected, .unanswered: return nil
      case .asked(_, let ticket):
        endpoint.answer(ticket, ControlAnswer(.ok), into: &effects)
        return nil
      case .answered(let id, let answer, let manager):
        guard let request = asked.removeValue(forKey: id) else { return nil }
        guard answer.isSuccess else {
          refusals += 1
          return nil
        }
        return Grant(request: request, manager: manager)
      }
    }
  }
}
