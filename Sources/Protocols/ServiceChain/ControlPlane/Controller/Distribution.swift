/// How elements get from the rules that they have to those of a deployment, so that no packet is sent to an element that does
/// not know yet: first every path's rules from its exit back to its entry, beside the old ones where those are about other
/// packets; then nothing enters the paths that are given up; and when these are empty, what is left of the old rules goes.
struct Distribution {
  /// The rules of one element for one path. Without a version yet.
  struct Change: Hashable {
    var element: ElementID
    var path: ServicePathID
    var rules: [FlowRule]
  }

  typealias Tables = [ElementID: [ServicePathID: [FlowRule]]]

  /// In the order in which they follow each other; the changes of one wave do not depend on each other.
  private(set) var additions: [[Change]] = []
  private(set) var withdrawals: [[Change]] = []
  /// When the paths are empty.
  private(set) var cleaning: [[Change]] = []

  /// - Parameters:
  ///   - known: what the elements have.
  ///   - isCertain: false where that may have changed meanwhile.
  init(
    from known: Tables, to deployment: Deployment, isCertain: (ElementID, ServicePathID) -> Bool = { _, _ in true }
  ) {
    var exact: Tables = [:]
    var between = known
    for chain in deployment.chains.sorted(by: { $0.path < $1.path }) {
      for (wave, (element, rules)) in deployment.rules(of: chain).enumerated() {
        exact[element, default: [:]][chain.path] = rules
        let old = known[element]?[chain.path] ?? []
        let merged = Self.merge(rules, over: old)
        between[element, default: [:]][chain.path] = merged
        guard merged != old || !isCertain(element, chain.path) else { continue }
        while additions.count <= wave { additions.append([]) }
        additions[wave].append(Change(element: element, path: chain.path, rules: merged))
      }
    }
    // What stays over, in the order of elements and paths.
    var last: [Change] = []
    for element in between.keys.sorted() {
      for path in (between[element] ?? [:]).keys.sorted() {
        let now = between[element]?[path] ?? []
        let rules = exact[element]?[path] ?? []
        guard now != rules else { continue }
        let change = Change(element: element, path: path, rules: rules)
        if now.contains(where: \.isEntry), !rules.contains(where: \.isEntry) || !Self.covers(rules, now) {
          // Entries first: nothing is to enter what is taken away.
          if withdrawals.isEmpty { withdrawals.append([]) }
          withdrawals[0].append(change)
        } else {
          last.append(change)
        }
      }
    }
    if !last.isEmpty { cleaning = [last] }
  }

  /// The new rules, and those of the old that are about other packets.
  static func merge(_ new: [FlowRule], over old: [FlowRule]) -> [FlowRule] {
    let keys = Set(new.map(\.subject))
    return new + old.filter { !keys.contains($0.subject) }
  }

  /// Whether the entries of both are the same.
  private static func covers(_ a: [FlowRule], _ b: [FlowRule]) -> Bool { a.filter(\.isEntry) == b.filter(\.isEntry) }
}

extension FlowRule {
  /// The packets that a rule is about: two rules of one subject and path exclude each other.
  enum Subject: Hashable {
    case flow(FlowMatch)
    case end(UInt8)
    case service(UInt8, from: ElementID)
    case encrypted(EncryptionPathID, UInt8, from: ElementID)
    case denied(FlowMatch)
  }

  var subject: Subject {
    switch self {
    case .classify(let match, _): .flow(match)
    case .endOfChain(let index, _): .end(index)
    case .forward(let index, let from, _), .encrypt(let index, let from, _, _): .service(index, from: from)
    case .forwardEncrypted(let path, let index, let from, _): .encrypted(path, index, from: from)
    case .deny(let match): .denied(match)
    }
  }

  var isEntry: Bool {
    switch self {
    case .classify: true
    case .endOfChain, .forward, .encrypt, .forwardEncrypted, .deny: false
    }
  }
}
