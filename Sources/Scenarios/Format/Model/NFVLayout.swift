import Vocabulary

/// Which node of an NFV world is what, in this order: CRB modules, the SMB modules of each domain, service clients, management
/// services, hosts for VNFs, tenants.
struct NFVLayout: NodeRoles {
  enum Role: String, CaseIterable {
    case crb, smb, service, platform, vnf, tenant
  }

  private let spec: NFVSpec
  private let counts: [Int]

  init(_ spec: NFVSpec) {
    self.spec = spec
    counts = Role.allCases.map { role in
      switch role {
      case .crb: spec.crb.modules
      case .smb: spec.domains * spec.smb.modules
      case .service, .platform: spec.sites
      case .vnf: spec.sites * spec.vnfHosts
      case .tenant: spec.tenants
      }
    }
  }

  var count: Int { counts.reduce(0, +) }
  /// Blockchain modules of all chains: the nodes below this.
  var modules: Int { counts[0] + counts[1] }

  /// All nodes of a role, by domain, by data center.
  func nodes(_ role: Role) -> Range<Int> {
    let place = Role.allCases.firstIndex(of: role)!
    let first = counts[..<place].reduce(0, +)
    return first..<(first + counts[place])
  }

  static var names: [String] { Role.allCases.map(\.rawValue) }
  func nodes(called role: String) -> Range<Int> { Role(rawValue: role).map(nodes) ?? 0..<0 }

  /// The SMB modules of a domain.
  func smb(_ domain: Int) -> Range<Int> {
    let first = nodes(.smb).lowerBound + domain * spec.smb.modules
    return first..<(first + spec.smb.modules)
  }

  /// Every blockchain with its modules: the CRB, then the SMB of each domain.
  var chains: [(spec: CRBSpec, nodes: Range<Int>)] {
    [(spec.crb, nodes(.crb))] + (0..<spec.domains).map { (spec.smb, smb($0)) }
  }

  func domain(ofSite site: Int) -> Int { site % spec.domains }

  /// The hosts for VNFs of a data center.
  func vnfHosts(_ site: Int) -> Range<Int> {
    let first = nodes(.vnf).lowerBound + site * spec.vnfHosts
    return first..<(first + spec.vnfHosts)
  }

  /// Whether two nodes ever send each other anything.
  func haveDealings(_ one: Int, _ other: Int) -> Bool {
    let (first, second) = (place(min(one, other)), place(max(one, other)))
    switch (first.role, second.role) {
    case (.crb, .crb), (.crb, .vnf), (.crb, .tenant), (.smb, .tenant): return true
    case (.smb, .smb): return first.group == second.group
    case (.smb, .service): return first.group == domain(ofSite: second.group)
    case (.service, .platform), (.platform, .vnf): return first.group == second.group
    case (.platform, .tenant): return spec.access == .direct
    case (.crb, _), (.smb, _), (.service, _), (.platform, _), (.vnf, _), (.tenant, _): return false
    }
  }

  /// `smb 3`, for a node.
  func name(_ node: Int) -> String {
    let (role, number) = numbering(of: node)
    return "\(role) \(number)"
  }

  /// A node's role and its number among those of that role.
  func numbering(of node: Int) -> (role: String, number: Int) {
    let role = role(node)
    return (role.rawValue, node - nodes(role).lowerBound)
  }

  private func role(_ node: Int) -> Role { Role.allCases.first { nodes($0).contains(node) }! }

  /// Where a node stands: in which domain or data center, and its number there.
  struct Place: Hashable {
    let role: Role
    var group: Int
    var index: Int
  }

  func place(_ node: Int) -> Place {
    let role = role(node)
    let (group, index) = (node - nodes(role).lowerBound).quotientAndRemainder(dividingBy: size(role))
    return Place(role: role, group: group, index: index)
  }

  /// The node at a place that there is.
  func node(_ place: Place) -> Int { nodes(place.role).lowerBound + place.group * size(place.role) + place.index }

  /// Nodes of a role in a domain or data center.
  private func size(_ role: Role) -> Int {
    switch role {
    case .crb: spec.crb.modules
    case .smb: spec.smb.modules
    case .service, .platform: 1
    case .vnf: spec.vnfHosts
    case .tenant: spec.tenants
    }
  }
}
