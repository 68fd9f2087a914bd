import Vocabulary

/// How a host's machine numbers the nodes of its world: from the first member of its own group on, and round. So the members
/// of every group are the nodes 0 ..< count to each other, and all other nodes come after them.
struct Addresses {
  /// The nodes, by their numbers in the world, that a broadcast reaches; empty for a node that has no peers.
  let group: Range<Int>
  /// All nodes of the world.
  let nodes: Int

  /// A node of no group: it knows all others by their numbers in the world.
  static func alone(among nodes: Int) -> Addresses { Addresses(group: 0..<0, nodes: nodes) }

  /// How many a broadcast by a member reaches.
  var peers: Int { max(0, group.count - 1) }

  /// What the machine calls the node.
  func local(_ node: NodeID) -> NodeID {
    let number = Int(node.index) - group.lowerBound
    return NodeID(number < 0 ? number + nodes : number)
  }

  /// The node that the machine calls this.
  func global(_ node: NodeID) -> NodeID {
    let number = Int(node.index) + group.lowerBound
    return NodeID(number >= nodes ? number - nodes : number)
  }
}
