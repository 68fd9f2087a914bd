import Vocabulary

extension Network {
  /// Connects the nodes 0 ..< `nodes` with each other: two ports a node and a link for each ordered pair. With `isSparse`
  /// a link is made when it is first used: for many nodes of which few talk to each other.
  public func addMesh(nodes: Int, _ attachment: Attachment, isSparse: Bool = false) -> Mesh {
    Mesh(nodes: nodes, attachment, isSparse: isSparse, network: self)
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
