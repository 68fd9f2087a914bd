import SimKernel
import Testing
import Vocabulary

@Suite("Topologies")
struct TopologyTests {
  private let simulator = Simulator()
  private let network: Network

  init() { network = Network(simulator: simulator, streams: RandomStreams(seed: 1)) }

  @Test("a mesh has a link for each ordered pair and two ports a node")
  func mesh() {
    let mesh = network.addMesh(
      nodes: 7,
      Attachment(
        egress: Bandwidth(bitsPerSecond: 1_000), ingress: Bandwidth(bitsPerSecond: 1_000), latency: .constant(0)))
    #expect(network.linkCount == 42)
    #expect(network.portCount == 14)
    var seen: Set<Int32> = []
    for sender in (0..<7).map(NodeID.init) {
      for receiver in (0..<7).map(NodeID.init) where receiver != sender {
        let link = mesh.link(from: sender, to: receiver)
        #expect(network.sender(of: link) == sender)
        #expect(network.receiver(of: link) == receiver)
        seen.insert(link.index)
      }
    }
    #expect(seen.count == 42)
  }

  @Test("a mesh after other links starts where they end")
  func second() {
    _ = network.addChain(nodes: 4, Attachment(egress: .unlimited, latency: .constant(0)))
    let mesh = network.addMesh(nodes: 2, Attachment(egress: .unlimited, latency: .constant(0)))
    #expect(mesh.link(from: NodeID(0), to: NodeID(1)) == LinkID(3))
    #expect(mesh.link(from: NodeID(1), to: NodeID(0)) == LinkID(4))
  }

  @Test("a chain leads from each node to the next")
  func chain() {
    let links = network.addChain(nodes: 5, Attachment(egress: Bandwidth(bitsPerSecond: 8_000), latency: .constant(1)))
    #expect(links.count == 4)
    for (i, link) in links.enumerated() {
      #expect(network.sender(of: link) == NodeID(i))
      #expect(network.receiver(of: link) == NodeID(i + 1))
    }
    #expect(network.portCount == 4)
  }
}
