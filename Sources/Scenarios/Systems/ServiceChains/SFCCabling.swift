import Protocols
import SimKernel
import Vocabulary

/// The cables of a world of service function chains, and what every element finds at its ports.
struct SFCCabling {
  struct Run {
    let first: Int
    let second: Int
    let cable: Cable
    /// Whether it leaves the compute nodes.
    let isOutside: Bool
    /// Whether it joins a server with its client.
    let isUsersOwn: Bool
  }

  /// In the order in which they are laid.
  private(set) var runs: [Run] = []
  /// By node.
  private(set) var ports: [Ports]

  /// `network`: of the cables between sites; those of a compute node have its rate, a latency of their own, and take any size.
  init(_ layout: SFCLayout, network: NetworkSpec) {
    let spec = layout.spec
    ports = Array(repeating: Ports(), count: layout.count)
    let mtu = network.mtu.map { Int($0.bytes) }
    let inside = Distribution.constant(Double(spec.insideLatency.nanoseconds))
    func lay(
      _ first: Int, _ second: Int, isOutside: Bool = false, between: Bool = false, _ runs: inout [Run],
      _ ports: inout [Ports]
    ) {
      let cable = Cable(
        name: [first, second].map { layout.name($0).replacing(" ", with: "-") }.joined(separator: "~"),
        bandwidth: network.bandwidth, buffer: network.buffer,
        latency: between ? network.latency : inside,
        largestPacket: isOutside || layout.place(first).role.element == .endpoint ? mtu : nil)
      let isUsersOwn = [first, second].allSatisfy { layout.place($0).role.element == .endpoint }
      runs.append(Run(first: first, second: second, cable: cable, isOutside: isOutside, isUsersOwn: isUsersOwn))
      ports[first].attach(layout.neighbour(second))
      ports[second].attach(layout.neighbour(first))
    }
    for site in spec.sites.indices {
      lay(layout.node(.classifier, site), layout.node(.inner, site), &runs, &ports)
      lay(layout.node(.inner, site), layout.node(.outer, site), &runs, &ports)
      lay(layout.node(.outer, site), layout.node(.gateway, site), isOutside: true, &runs, &ports)
    }
    for site in spec.sites.indices.dropLast() {
      lay(layout.node(.gateway, site), layout.node(.gateway, site + 1), isOutside: true, between: true, &runs, &ports)
    }
    for node in layout.nodes(.function) { lay(layout.node(.inner, layout.site(node)), node, &runs, &ports) }
    for node in layout.nodes(.encryption) {
      lay(layout.node(.inner, layout.site(node)), node, &runs, &ports)
      lay(layout.node(.outer, layout.site(node)), node, &runs, &ports)
    }
    for copy in 0..<spec.copies {
      let (client, server) = (layout.node(.client, copy), layout.node(.server, copy))
      lay(client, layout.node(.classifier, spec.client), &runs, &ports)
      lay(server, layout.node(.classifier, spec.server), &runs, &ports)
      if spec.way == .direct { lay(server, client, between: true, &runs, &ports) }
    }
  }
}

extension SFCLayout {
  /// Of all cables, as captures and attacks call them.
  var cableNames: [String] {
    let network = NetworkSpec(latency: .constant(0), bandwidth: .unlimited, buffer: nil, mtu: nil)
    return SFCCabling(self, network: network).runs.map(\.cable.name)
  }

  func neighbour(_ node: Int) -> Neighbour { Neighbour(Self.element(node), place(node).role.element!) }
}
