/// Which links a network fault concerns.
enum PacketScope {
  case all
  /// Those from and to the marked nodes.
  case touching([Bool])
  /// Those between nodes of different groups; -1 marks nodes of none.
  case between([Int])
  case oneWay(from: [Bool], to: [Bool])

  init(_ fault: NetworkFault, on: [Int]?, nodes: Int) {
    switch fault {
    case .partition(let groups):
      var group = [Int](repeating: -1, count: nodes)
      for (number, members) in groups.enumerated() { for member in members { group[member] = number } }
      self = .between(group)
    case .cut(let from, let to):
      self = .oneWay(from: PacketScope.marks(from, nodes), to: PacketScope.marks(to, nodes))
    case .clog(let modules): self = .touching(PacketScope.marks(modules, nodes))
    case .loss, .mtu, .delay, .reorder, .bandwidth, .duplicate, .corrupt:
      self = on.map { .touching(PacketScope.marks($0, nodes)) } ?? .all
    }
  }

  /// Links of these nodes; of all, if none are named.
  init(touching nodes: [Int]?, nodes count: Int) {
    self = nodes.map { .touching(PacketScope.marks($0, count)) } ?? .all
  }

  func covers(_ sender: Int, _ receiver: Int) -> Bool {
    switch self {
    case .all: true
    case .touching(let nodes): nodes[sender] || nodes[receiver]
    case .between(let groups):
      groups[sender] >= 0 && groups[receiver] >= 0 && groups[sender] != groups[receiver]
    case .oneWay(let from, let to): from[sender] && to[receiver]
    }
  }

  /// Whether the node's own interface is concerned.
  func covers(_ node: Int) -> Bool {
    switch self {
    case .all: true
    case .touching(let nodes): nodes[node]
    case .between, .oneWay: false
    }
  }

  private static func marks(_ chosen: [Int], _ nodes: Int) -> [Bool] {
    var marks = [Bool](repeating: false, count: nodes)
    for node in chosen { marks[node] = true }
    return marks
  }
}
