/// Nodes that faults name by their roles, as numbers in the world.
enum NodeNames {
  /// How many blockchain modules there are: the nodes below this.
  static func modules(_ root: Setting) -> Int64 {
    roles(root).map { Int64($0.modules) } ?? root["crb"]["modules"].whole
  }

  static func roles(_ root: Setting) -> (any NodeRoles)? { WorldBuilder.system(root).roles }

  /// The settings with numbers in place of names. Errors: names of nodes that there are not.
  static func resolve(_ root: Setting) -> (Setting, [ScenarioError]) {
    guard case .mapping(let pairs) = root.value, root.find("faults") != nil else { return (root, []) }
    var errors: [ScenarioError] = []
    let roles = roles(root)
    var resolved = root
    resolved.value = .mapping(
      pairs.map { key, setting in
        (key, key == "faults" ? numbers(setting, roles, &errors) : setting)
      })
    return (resolved, errors)
  }

  private static func numbers(_ setting: Setting, _ roles: (any NodeRoles)?, _ errors: inout [ScenarioError]) -> Setting
  {
    var resolved = setting
    switch setting.value {
    case .scalar(.word(let word)):
      guard let (role, number) = name(word) else { break }
      let nodes = roles?.nodes(called: role) ?? 0..<0
      if number >= nodes.count {
        let known =
          switch nodes.count {
          case 0: roles.map { "nodes are called \($0.known)" } ?? "nodes are modules: 'module 0'"
          case 1: "there is only '\(role) 0'"
          case let count: "there are '\(role) 0' to '\(role) \(count - 1)'"
          }
        errors.append(ScenarioError("\(setting.path): there is no '\(word)': \(known)", at: setting.place))
      }
      resolved.value = .scalar(.whole(Int64(nodes.lowerBound + min(number, max(0, nodes.count - 1)))))
    case .scalar: break
    case .list(let items): resolved.value = .list(items.map { numbers($0, roles, &errors) })
    case .mapping(let pairs): resolved.value = .mapping(pairs.map { ($0.key, numbers($0.setting, roles, &errors)) })
    }
    return resolved
  }

  /// Whether a node is written as a module's number, `module 3` or `3`.
  static func isNumbered(_ node: Setting) -> Bool {
    let words = node.text.split(separator: " ")
    return words.count == 1 || words[0] == "module"
  }

  private static func name(_ word: String) -> (String, Int)? {
    let words = word.split(separator: " ")
    guard words.count == 2, NodeRoleNames.all.contains(String(words[0])), let number = Int(words[1]) else { return nil }
    return (String(words[0]), number)
  }
}
