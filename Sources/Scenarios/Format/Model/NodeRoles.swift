/// Nodes of a world by their roles, as a scenario names them: `smb 1`, `classifier 0`.
protocol NodeRoles {
  /// How many nodes a fault can be about.
  var count: Int { get }
  /// Blockchain modules: the nodes below this.
  var modules: Int { get }
  /// Names of all roles, in the order of their nodes.
  static var names: [String] { get }
  /// The nodes of a role; none where the system has no such role.
  func nodes(called role: String) -> Range<Int>
  func name(_ node: Int) -> String
}

extension NodeRoles {
  /// `'outer 0' to 'outer 2', 'auc 0'`: what nodes there are.
  var known: String {
    Self.names.compactMap { NodeRoleNames.known($0, nodes(called: $0).count) }.joined(separator: ", ")
  }
}

/// What node names begin with, of every system.
enum NodeRoleNames {
  static let all: [String] = {
    var words = ["module"] + NFVLayout.names
    for role in SFCLayout.names where !words.contains(role) { words.append(role) }
    return words
  }()

  /// Those of a system: `crb`, `nfv` or `sfc`; of every one for nil.
  static func of(_ system: String?) -> [String] {
    switch system {
    case "crb": ["module"]
    case "nfv": NFVLayout.names
    case "sfc": SFCLayout.names
    default: all
    }
  }

  /// `'outer 0' to 'outer 2'`, or the only one; nil where there is none.
  static func known(_ role: String, _ count: Int) -> String? {
    switch count {
    case 0: nil
    case 1: "'\(role) 0'"
    default: "'\(role) 0' to '\(role) \(count - 1)'"
    }
  }

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
