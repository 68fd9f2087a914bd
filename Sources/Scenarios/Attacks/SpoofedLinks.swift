import SimKernel
import Vocabulary

/// Where an adversary's messages in others' names enter the network: beside the usual links, through a port of its own.
struct SpoofedLinks {
  private struct Way: Hashable {
    let sender: Int
    let receiver: Int
  }

  private unowned let world: World
  private let port: PortID
  /// Never iterated.
  private var links: [Way: LinkID] = [:]

  init(_ world: World) {
    self.world = world
    port = world.network.addPort(.unlimited)
  }

  mutating func link(from sender: Int, to receiver: Int) -> LinkID {
    let way = Way(sender: sender, receiver: receiver)
    if let link = links[way] { return link }
    let usual = world.mesh.link(from: NodeID(sender), to: NodeID(receiver))
    let link = world.network.addLink(beside: usual, egress: port, name: "adversary/\(sender)-\(receiver)")
    links[way] = link
    return link
  }
}
