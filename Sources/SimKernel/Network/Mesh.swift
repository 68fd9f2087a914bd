import Vocabulary

/// Hosts that all reach each other, each through one interface: a star around a switch that never blocks.
///
/// Its links are there from the start, or each from its first use on; which it is changes nothing that happens on them.
public final class Mesh {
  public let nodes: Int
  /// By node: the port that all links from it share.
  public let egress: [PortID]
  /// By node: the port that all links to it share.
  public let ingress: [PortID]
  /// Negative where links are made when they are needed.
  private let firstLink: Int
  /// Such links, by sender and receiver. Never iterated.
  private var made: [UInt64: LinkID] = [:]
  private let attachment: Attachment
  private unowned let network: Network

  init(nodes: Int, _ attachment: Attachment, isSparse: Bool, network: Network) {
    precondition(nodes >= 0, "\(nodes) nodes")
    self.nodes = nodes
    self.attachment = attachment
    self.network = network
    egress = (0..<nodes).map { _ in network.addPort(attachment.egress, buffer: attachment.buffer) }
    ingress = (0..<nodes).map { _ in network.addPort(attachment.ingress, buffer: attachment.buffer) }
    firstLink = isSparse ? -1 : network.linkCount
    guard !isSparse else { return }
    for sender in 0..<nodes {
      for receiver in 0..<nodes where receiver != sender { _ = makeLink(from: NodeID(sender), to: NodeID(receiver)) }
    }
  }

  private func makeLink(from sender: NodeID, to receiver: NodeID) -> LinkID {
    network.addLink(
      from: sender, to: receiver, egress: egress[Int(sender.index)], ingress: ingress[Int(receiver.index)],
      latency: attachment.latency, keepsOrder: attachment.keepsOrder)
  }

  /// The link between two nodes, which must differ.
  public func link(from sender: NodeID, to receiver: NodeID) -> LinkID {
    precondition(
      sender != receiver && sender.index < nodes && receiver.index < nodes, "no link from \(sender) to \(receiver)")
    guard firstLink < 0 else {
      let skipped = receiver > sender ? 1 : 0
      return LinkID(firstLink + Int(sender.index) * (nodes - 1) + Int(receiver.index) - skipped)
    }
    let pair = UInt64(UInt32(bitPattern: sender.index)) << 32 | UInt64(UInt32(bitPattern: receiver.index))
    if let link = made[pair] { return link }
    let link = makeLink(from: sender, to: receiver)
    made[pair] = link
    return link
  }
}
