import Protocols
import Vocabulary

/// A compromised controller in its adversary's hands: it has the keys of its channels to the elements, asks each what rules it
/// has, and hands it others that it has put into no ledger, or put there long ago.
struct RogueController {
  /// What is wrong with a rule set.
  enum Lie: CaseIterable {
    /// Newer, without rules: the path would be withdrawn.
    case withdrawal
    /// Newer, with a rule less.
    case less
    /// Of the version that the element has, with a rule less.
    case sameVersion
    /// What the element had once, or an older version of it.
    case older
    /// Of a path that there is not.
    case path
  }

  let node: Int
  private var endpoint: ControlEndpoint
  private let elements: [KeyedElement]
  /// What each said that it has.
  private var held: [ElementID: [RuleSet]] = [:]
  /// Of requests that nobody has answered. Never iterated.
  private var asked: [Int64: ControlRequest] = [:]
  private var turns = 0
  /// When it looks next for what is unanswered.
  private var due = Instant.start
  private(set) var refusals: Int64 = 0

  init(_ node: Int, elements: [KeyedElement], stream: RandomStream) {
    self.node = node
    self.elements = elements
    endpoint = ControlEndpoint(
      peers: elements.map { ControlEndpoint.Peer($0.node, role: .responder, identity: $0.element.number, key: $0.key) },
      stream: stream)
  }

  /// Whether it has the keys of a channel to the node.
  func knows(_ node: Int) -> Bool { elements.contains { $0.node == NodeID(node) } }

  mutating func begin(at now: Instant, into effects: inout Effects) {
    due = now + endpoint.patience.retry
    for element in elements { endpoint.connect(to: element.node, into: &effects) }
  }

  /// Every so often: hands an element, each in its turn, one lie after the other.
  mutating func act(at now: Instant, into effects: inout Effects) {
    defer { turns += 1 }
    if now >= due {
      _ = endpoint.tick(at: now, into: &effects)
      due = now + endpoint.patience.retry
    }
    let victim = elements[turns % elements.count]
    guard let sets = held[victim.element] else {
      return ask(.getRules(victim.element), of: victim, at: now, into: &effects)
    }
    guard !sets.isEmpty else { return }
    let round = turns / elements.count
    let lie = Lie.allCases[round % Lie.allCases.count]
    let set = Self.told(lie, of: sets[round / Lie.allCases.count % sets.count])
    ask(.putRules(IssuedRules(set, for: victim.element)), of: victim, at: now, into: &effects)
  }

  private static func told(_ lie: Lie, of set: RuleSet) -> RuleSet {
    let less = Array(set.rules.dropLast())
    return switch lie {
    case .withdrawal: RuleSet(path: set.path, version: set.version + 1, rules: [])
    case .less: RuleSet(path: set.path, version: set.version + 1, rules: less)
    case .sameVersion: RuleSet(path: set.path, version: set.version, rules: less)
    case .older: RuleSet(path: set.path, version: set.version - 1, rules: set.rules)
    case .path: RuleSet(path: ServicePathID(ServicePathID.largest - set.path.number), version: 1, rules: set.rules)
    }
  }

  private mutating func ask(
    _ request: ControlRequest, of victim: KeyedElement, at now: Instant, into effects: inout Effects
  ) {
    asked[endpoint.ask(request, of: victim.node, at: now, into: &effects)] = request
  }

  /// What an element says to its controller. Gives what it has done for this one.
  mutating func receive(
    _ payload: Payload, from element: NodeID, at now: Instant, into effects: inout Effects
  ) -> [RogueElement.Grant] {
    endpoint.receive(payload, from: element, at: now, into: &effects).compactMap { event in
      switch event {
      case .connected, .unanswered: return nil
      case .asked(_, let ticket):
        endpoint.answer(ticket, ControlAnswer(.ok), into: &effects)
        return nil
      case .answered(let id, let answer, let element):
        guard let request = asked.removeValue(forKey: id) else { return nil }
        if case .getRules(let victim) = request {
          held[victim] = answer.ruleSets ?? []
          return nil
        }
        guard answer.isSuccess else {
          refusals += 1
          return nil
        }
        return RogueElement.Grant(request: request, manager: element)
      }
    }
  }
}
