import Vocabulary

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

  /// Lets the port put packets through at this rate, of 8 bit/s at least, until then; never faster than it was made. What
  /// it has accepted before goes on as it was.
  public func slowDown(_ port: PortID, to bandwidth: Bandwidth, until end: Instant) {
    state.pointee.ports.at(checked(port)).pointee.slowDown(to: bandwidth, until: end.nanoseconds)
  }
}
