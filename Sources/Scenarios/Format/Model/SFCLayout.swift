import Protocols

/// Which node of a world of service function chains is what, role by role in this order. Elements of the data plane have
/// their node's number and one more as their own.
struct SFCLayout: NodeRoles {
  enum Role: String, CaseIterable {
    /// Modules of the blockchain that rules are taken from, if they are.
    case smb
    case classifier, inner, outer, gateway, function, encryption, client, server, auc, controller, orchestrator
    case provisioner

    /// What the data plane calls such an element; nil for parts of the control plane, and modules.
    var element: ElementKind? {
      switch self {
      case .classifier: .classifier
      case .inner: .innerForwarder
      case .outer: .outerForwarder
      case .gateway: .gateway
      case .function: .serviceFunction
      case .encryption: .encryptionFunction
      case .client, .server: .endpoint
      case .smb, .auc, .controller, .orchestrator, .provisioner: nil
      }
    }
  }

  let spec: SFCSpec
  /// Of one copy.
  let variants: [SFCPlan.Variant]
  let slots: [SFCPlan.Slot]
  private let firsts: [Int]

  init(_ spec: SFCSpec) {
    self.spec = spec
    let (variants, slots) = (spec.variants, spec.slots)
    self.variants = variants
    self.slots = slots
    func count(_ role: Role) -> Int {
      switch role {
      case .smb: spec.ledger?.smb.modules ?? 0
      case .classifier, .inner, .outer, .gateway: spec.sites.count
      case .function: spec.copies * variants.count
      case .encryption: spec.copies * slots.count
      case .client, .server: spec.copies
      case .auc, .controller, .orchestrator, .provisioner: 1
      }
    }
    var next = 0
    firsts = Role.allCases.map { role in
      defer { next += count(role) }
      return next
    }
  }

  /// The provisioner is the last.
  var count: Int { firsts[firsts.count - 1] + 1 }
  var modules: Int { nodes(.smb).count }

  func nodes(_ role: Role) -> Range<Int> {
    let place = Role.allCases.firstIndex(of: role)!
    return firsts[place]..<(place + 1 < firsts.count ? firsts[place + 1] : count)
  }

  static var names: [String] { Role.allCases.map(\.rawValue) }
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
  func function(_ variant: SFCPlan.Variant, copy: Int) -> Int {
    node(.function, copy * variants.count + variants.firstIndex(of: variant)!)
  }
  func encryption(_ slot: SFCPlan.Slot, copy: Int) -> Int {
    node(.encryption, copy * slots.count + slots.firstIndex(of: slot)!)
  }
  /// What a node of functions runs.
  func variant(_ number: Int) -> SFCPlan.Variant { variants[number % variants.count] }

  /// The site that a node of the data plane stands at.
  func site(_ node: Int) -> Int {
    let (role, number) = place(node)
    switch role {
    case .classifier, .inner, .outer, .gateway: return number
    case .function: return variant(number).site
    case .encryption: return slots[number % slots.count].site
    case .client: return spec.client
    case .server: return spec.server
    case .smb, .auc, .controller, .orchestrator, .provisioner: return 0
    }
  }

  /// The element that a node of the data plane is.
  static func element(_ node: Int) -> ElementID { ElementID(UInt32(node + 1)) }
  static func node(_ element: ElementID) -> Int { Int(element.number) - 1 }
}
