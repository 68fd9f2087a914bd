import Vocabulary

/// Hosts that all reach each other, each through one interface: a star around a switch that never blocks.
public struct Mesh: Sendable {
  public let nodes: Int
  /// By node: the port that all links from it share.
  public let egress: [PortID]
  /// By node: the port that all links to it share.
  public let ingress: [PortID]
  @usableFromInline let firstLink: Int

  /// The link between two nodes, which must differ.
  @inlinable public func link(from sender: NodeID, to receiver: NodeID) -> LinkID {
    precondition(
      sender != receiver && sender.index < nodes && receiver.index < nodes, "no link from \(sender) to \(receiver)")
    let skipped = receiver > sender ? 1 : 0
    return LinkID(firstLink + Int(sender.index) * (nodes - 1) + Int(receiver.index) - skipped)
  }
}

/// How a host is connected: the same for all hosts of a mesh or chain.
public struct Attachment: Hashable, Sendable {
  public var egress: Bandwidth
  public var ingress: Bandwidth
  /// Of each port; nil: any number of bytes.
  public var buffer: ByteCount?
  public var latency: Distribution
  public var keepsOrder: Bool

  public init(
    egress: Bandwidth, ingress: Bandwidth = .unlimited, buffer: ByteCount? = nil, latency: Distribution,
    keepsOrder: Bool = true
  ) {
    self.egress = egress
    self.ingress = ingress
    self.buffer = buffer
    self.latency = latency
    self.keepsOrder = keepsOrder
  }
}

extension Network {
  /// Connects the nodes 0 ..< `nodes` with each other: two ports a node and a link for each ordered pair.
  public func addMesh(nodes: Int, _ attachment: Attachment) -> Mesh {
    precondition(nodes >= 0, "\(nodes) nodes")
    let egress = (0..<nodes).map { _ in addPort(attachment.egress, buffer: attachment.buffer) }
    let ingress = (0..<nodes).map { _ in addPort(attachment.ingress, buffer: attachment.buffer) }
    let firstLink = linkCount
    for sender in 0..<nodes {
      for receiver in 0..<nodes where receiver != sender {
        _ = addLink(
          from: NodeID(sender), to: NodeID(receiver), egress: egress[sender], ingress: ingress[receiver],
          latency: attachment.latency, keepsOrder: attachment.keepsOrder)
      }
    }
    return Mesh(nodes: nodes, egress: egress, ingress: ingress, firstLink: firstLink)
  }

  /// Connects the nodes 0 ..< `nodes` in a row, one way: each with a port and a link to the next. The links follow each
  /// other: `links[i]` leads from node i to i + 1.
  public func addChain(nodes: Int, _ attachment: Attachment) -> [LinkID] {
    precondition(nodes >= 1, "a chain of \(nodes) nodes")
    return (0..<nodes - 1).map { sender in
      addLink(
        from: NodeID(sender), to: NodeID(sender + 1), egress: addPort(attachment.egress, buffer: attachment.buffer),
        ingress: attachment.ingress.isUnlimited ? nil : addPort(attachment.ingress, buffer: attachment.buffer),
        latency: attachment.latency, keepsOrder: attachment.keepsOrder)
    }
  }
}
