import Protocols

/// Which node of a world of service function chains is what, role by role in this order. Elements of the data plane have
/// their node's number and one more as their own.
struct SFCLayout: NodeRoles {
  enum Role: String, CaseIterable {
    case classifier, inner, outer, gateway, function, encryption, client, server, auc, controller, orchestrator, platform

    /// What the data plane calls such an element; nil for parts of the control plane.
    var element: ElementKind? {
      switch self {
      case .classifier: .classifier
      case .inner: .innerForwarder
      case .outer: .outerForwarder
      case .gateway: .gateway
      case .function: .serviceFunction
      case .encryption: .encryptionFunction
      case .client, .server: .endpoint
      case .auc, .controller, .orchestrator, .platform: nil
      }
    }
  }

  let spec: SFCSpec
  /// Of one copy: in the order of chains and of the way.
  let encryptionFunctions: [EncryptionSlot]
  private let counts: [Int]

  init(_ spec: SFCSpec) {
    self.spec = spec
    encryptionFunctions = spec.encryptionSlots
    let slots = encryptionFunctions.count
    counts = Role.allCases.map { role in
      switch role {
      case .classifier, .inner, .outer, .gateway, .platform: spec.sites.count
      case .function: spec.copies * spec.functions.count
      case .encryption: spec.copies * slots
      case .client, .server: spec.copies
      case .auc, .controller, .orchestrator: 1
      }
    }
  }

  var count: Int { counts.reduce(0, +) }
  var modules: Int { 0 }

  func nodes(_ role: Role) -> Range<Int> {
    let place = Role.allCases.firstIndex(of: role)!
    let first = counts[..<place].reduce(0, +)
    return first..<first + counts[place]
  }

  func nodes(called role: String) -> Range<Int> { Role(rawValue: role).map(nodes) ?? 0..<0 }

  /// The role of a node, and which of them it is.
  func place(_ node: Int) -> (role: Role, number: Int) {
    let role = Role.allCases.first { nodes($0).contains(node) }!
    return (role, node - nodes(role).lowerBound)
  }

  func name(_ node: Int) -> String {
    let (role, number) = place(node)
    return "\(role.rawValue) \(number)"
  }

  func node(_ role: Role, _ number: Int) -> Int { nodes(role).lowerBound + number }
  func function(_ number: Int, copy: Int) -> Int { node(.function, copy * spec.functions.count + number) }
  func encryption(_ slot: Int, copy: Int) -> Int { node(.encryption, copy * encryptionFunctions.count + slot) }

  /// The site that a node stands at; parts of the control plane stand at the first.
  func site(_ node: Int) -> Int {
    let (role, number) = place(node)
    switch role {
    case .classifier, .inner, .outer, .gateway, .platform: return number
    case .function: return spec.functions[number % spec.functions.count].site
    case .encryption: return encryptionFunctions[number % encryptionFunctions.count].site
    case .client: return spec.client
    case .server: return spec.server
    case .auc, .controller, .orchestrator: return 0
    }
  }

  /// The element that a node of the data plane is.
  static func element(_ node: Int) -> ElementID { ElementID(UInt32(node + 1)) }
  static func node(_ element: ElementID) -> Int { Int(element.number) - 1 }
}

/// One encryption function of each copy: where a chain's encrypted link begins or ends.
struct EncryptionSlot: Hashable {
  var chain: Int
  /// The link's place on the path: 0 leads to the first function.
  var hop: Int
  var encrypts: Bool
  var site: Int
}

extension SFCSpec {
  /// A chain's functions over all rounds.
  func way(of chain: Chain) -> [Int] { (0..<rounds).flatMap { _ in chain.path } }

  /// A chain's links in order, from the client's classifier to the server's: the sites of both ends, and whether it is
  /// encrypted.
  func links(of chain: Chain) -> [(from: Int, to: Int, isEncrypted: Bool)] {
    let sites = [client] + way(of: chain).map { functions[$0].site } + [server]
    return (0..<sites.count - 1).map { hop in
      let isInner = hop > 0 && hop < sites.count - 2
      return (sites[hop], sites[hop + 1], chain.isEncrypted && (isInner || sites[hop] != sites[hop + 1]))
    }
  }

  var encryptionSlots: [EncryptionSlot] {
    chains.enumerated().flatMap { number, chain in
      links(of: chain).enumerated().flatMap { hop, link -> [EncryptionSlot] in
        guard link.isEncrypted else { return [] }
        return [
          EncryptionSlot(chain: number, hop: hop, encrypts: true, site: link.from),
          EncryptionSlot(chain: number, hop: hop, encrypts: false, site: link.to),
        ]
      }
    }
  }
}
