import Protocols
import SimKernel
import Vocabulary

/// What must hold of every packet of a service function chain, whatever goes wrong: docs/models/oracles.md.
final class ChainOracles: PacketObserver {
  private let layout: SFCLayout
  private let flows: SFCFlows
  /// By link: whether it leaves the compute nodes.
  private let isOutside: [Bool]
  /// By flow of the scenario: the chain that it takes; nil: none.
  private let chains: [Int?]
  /// By chain: the functions on its path under any plan.
  private let functions: [Set<Int>]
  private let paths: [[[Int]]]
  /// Whether a packet's way can be told by its mark, and is that of its header: not where packets come twice or changed, which a
  /// header without integrity does not tell.
  private let followsPackets: Bool

  private var plaintext = ViolationList("plaintext")
  private var order = ViolationList("chain-order")
  private var isolation = ViolationList("isolation")
  private var conservation = ViolationList("conservation")
  /// Whether the packet that is being handled is an element's own: a hello, which may end where it arrives.
  private var isOwn = false
  /// By mark: the functions that a packet has met. Never iterated.
  private var met: [Int64: [Int]] = [:]
  /// Frames on links between compute nodes in which a flow's content can be read.
  private(set) var readableFrames: Int64 = 0
  /// Those that an adversary within a compute node has made, of what is in clear there: none of the network's faults.
  private(set) var leakedFrames: Int64 = 0
  /// By site, then by traffic of the scenario: packets at its functions that can be read there.
  private(set) var readableAtSite: [[Int64]]

  init(_ layout: SFCLayout, _ flows: SFCFlows, isOutside: [Bool], plan: FaultPlan) {
    self.layout = layout
    self.flows = flows
    self.isOutside = isOutside
    let spec = layout.spec
    chains = spec.traffic.map { traffic in spec.chains.firstIndex { $0.match.covers(traffic) } }
    let plans = spec.plans
    paths = spec.chains.indices.map { chain in plans.map { $0.paths[chain] } }
    functions = paths.map { Set($0.joined()) }
    followsPackets = !plan.faults.contains { fault in
      switch fault.kind {
      case .network(.duplicate), .network(.corrupt): true
      case .network, .outage, .disk, .clock, .byzantine, .attack: false
      }
    }
    readableAtSite = Array(repeating: Array(repeating: 0, count: spec.traffic.count), count: spec.sites.count)
  }

  var violations: [Violation] { plaintext.all + order.all + isolation.all + conservation.all }

  // MARK: PacketObserver

  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {
    guard isOutside[Int(link.index)], let flow = packet.withUnsafeBytes(FlowSecret.flow(seenIn:)) else { return }
    guard flow < flows.count else { return }
    guard AdversaryMark(rawValue: packet.mark)?.isInsider != true else {
      leakedFrames += 1
      return
    }
    readableFrames += 1
    let (traffic, copy) = flows.origin(flow)
    guard let chain = chains[traffic], layout.spec.chains[chain].isEncrypted else { return }
    plaintext.report(
      "a packet of tenant \(copy), chain '\(layout.spec.chains[chain].name)', can be read between compute nodes",
      at: now)
  }

  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
    isOwn = packet.mark == PacketMark.none.rawValue
    let (role, number) = layout.place(Int(node.index))
    switch role {
    case .function: meets(layout.variant(number).function, number / layout.variants.count, packet, node, at: now)
    case .server: leaves(packet, at: now)
    case .smb, .classifier, .inner, .outer, .gateway, .encryption, .client, .auc, .controller, .orchestrator,
      .provisioner:
      return
    }
  }

  private func meets(_ function: Int, _ copy: Int, _ packet: PacketBuffer, _ node: NodeID, at now: Instant) {
    let flow = PacketMark(rawValue: packet.mark).source
    guard flow < flows.count else { return }
    let origin = flows.origin(flow)
    readableAtSite[layout.site(Int(node.index))][origin.traffic] += 1
    guard followsPackets else { return }
    met[packet.mark, default: []].append(function)
    guard let chain = chains[origin.traffic], functions[chain].contains(function), origin.copy == copy else {
      return isolation.report(
        "a packet of tenant \(origin.copy) is seen by '\(layout.spec.functions[function].name)' of tenant \(copy), which is not on its chain",
        at: now)
    }
  }

  /// It has arrived: it must have met the functions of its chain, in order, under one plan or another.
  private func leaves(_ packet: PacketBuffer, at now: Instant) {
    let flow = PacketMark(rawValue: packet.mark).source
    guard followsPackets, flow < flows.count else { return }
    let way = met.removeValue(forKey: packet.mark) ?? []
    guard let chain = chains[flows.origin(flow).traffic] else {
      return order.report("a packet of no chain arrives", at: now)
    }
    guard !paths[chain].contains(way) else { return }
    let names = way.map { layout.spec.functions[$0].name }
    order.report(
      "a packet of chain '\(layout.spec.chains[chain].name)' arrives by way of: \(names.joined(separator: ", "))",
      at: now)
  }

  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {
    switch layout.place(Int(node.index)).role {
    case .classifier, .inner, .outer, .gateway, .function, .encryption:
      let fates = sent + (drop == nil ? 0 : 1)
      guard fates != 1, !(isOwn && fates == 0) else { return }
      conservation.report(
        "\(layout.name(Int(node.index))) makes \(sent) packets of one\(drop.map { ", dropped as \($0.rawValue)" } ?? "")",
        at: now)
    case .smb, .client, .server, .auc, .controller, .orchestrator, .provisioner: return
    }
  }

  func lost(_ packet: PacketBuffer, at node: NodeID, at now: Instant) { met[packet.mark] = nil }

  /// At the end every packet is somewhere.
  func finish(_ world: World) {
    guard !world.packetCounters.isBalanced(underWay: world.packets.count) else { return }
    conservation.report("\(world.packets.count) packets under way, and \(world.packetCounters)")
  }
}

extension SFCSpec.Match {
  /// Whether the client's packets take the chain.
  func covers(_ traffic: SFCSpec.Traffic) -> Bool {
    let isOfTransport =
      switch (transport, traffic.kind) {
      case (nil, _), (.udp, .constant), (.tcp, .tcp), (.icmp, .ping): true
      case (.udp, .tcp), (.udp, .ping), (.tcp, .constant), (.tcp, .ping), (.icmp, .constant), (.icmp, .tcp): false
      }
    return isOfTransport && (ports.isEmpty || ports.contains(traffic.port))
  }
}
