/// Nodes of a world by their roles, as a scenario names them: `smb 1`, `classifier 0`.
protocol NodeRoles {
  /// How many nodes a fault can be about.
  var count: Int { get }
  /// Blockchain modules: the nodes below this.
  var modules: Int { get }
  /// The nodes of a role; none where the system has no such role.
  func nodes(called role: String) -> Range<Int>
  func name(_ node: Int) -> String
}

/// What node names begin with, of every system.
enum NodeRoleNames {
  static let all: [String] = {
    var words = ["module"] + NFVLayout.Role.allCases.map(\.rawValue)
    for role in SFCLayout.Role.allCases where !words.contains(role.rawValue) { words.append(role.rawValue) }
    return words
  }()

  /// For a pattern.
  static let pattern = all.joined(separator: "|")
}

extension SystemSpec {
  /// Nil where nodes are modules and nothing else.
  var roles: (any NodeRoles)? {
    switch self {
    case .crb: nil
    case .nfv(let spec): NFVLayout(spec)
    case .sfc(let spec): SFCLayout(spec)
    }
  }
}
