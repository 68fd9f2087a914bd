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
  /// By link within a compute node: its site.
  private let sites: [Int?]
  /// By chain, the sites at which its packets may be in clear: those of its functions under any plan, of client and server. Nil where
  /// the control plane is compromised.
  private let homes: [Set<Int>]?
  /// By site: whether it is none of an encrypted chain's.
  private let isForeign: [Bool]

  private var plaintext = ViolationList(.plaintext)
  private var order = ViolationList(.chainOrder)
  private var isolation = ViolationList(.isolation)
  private var conservation = ViolationList(.conservation)
  /// Of the packets under way, by serial number. Never iterated.
  private var trails: [Int64: PacketTrail] = [:]
  /// The packet that a machine is working on.
  private var current: Int64?
  /// Whether the packet that is being handled is a hello, an element's own or the adversary's, which may end where it arrives.
  private var isOwn = false
  /// Frames on links between compute nodes in which a flow's content can be read.
  private(set) var readableFrames: Int64 = 0
  /// Those that an adversary within a compute node has made, of what is in clear there: none of the network's faults.
  private(set) var leakedFrames: Int64 = 0
  /// What can be read at each site.
  private(set) var views: SiteViews

  /// - Parameter sites: by link, if it is within a compute node.
  init(_ layout: SFCLayout, _ flows: SFCFlows, isOutside: [Bool], sites: [Int?]) {
    self.layout = layout
    self.flows = flows
    self.isOutside = isOutside
    self.sites = sites
    let spec = layout.spec
    chains = spec.traffic.map(spec.chain)
    let plans = spec.plans
    paths = spec.chains.indices.map { chain in plans.map { $0.paths[chain] } }
    let functions = paths.map { Set($0.joined()) }
    self.functions = functions
    let homes = functions.map { functions in
      Set(layout.variants.filter { functions.contains($0.function) }.map(\.site)).union([spec.client, spec.server])
    }
    self.homes = spec.breaksPolicy ? nil : homes
    isForeign = spec.sites.indices.map { site in
      spec.chains.indices.contains { spec.chains[$0].isEncrypted && !homes[$0].contains(site) }
    }
    views = SiteViews(sites: spec.sites.count, flows: spec.traffic.count)
  }

  var violations: [Violation] { plaintext.all + order.all + isolation.all + conservation.all }

  // MARK: PacketObserver

  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {
    // What is lost here is judged as well, by what led it here.
    defer { if loss != nil { trails[packet.serial] = nil } }
    if let site = sites[Int(link.index)] { return looks(packet, within: site, at: now) }
    guard isOutside[Int(link.index)], let flow = packet.withUnsafeBytes(FlowSecret.flow(seenIn:)) else { return }
    guard flow < flows.count else { return }
    guard AdversaryMark(rawValue: packet.mark)?.isInsider != true else {
      leakedFrames += 1
      return
    }
    readableFrames += 1
    let (traffic, copy) = flows.origin(flow)
    guard let chain = chains[traffic], layout.spec.chains[chain].isEncrypted, !mayStray(packet) else { return }
    plaintext.report(
      "a packet of tenant \(copy), chain '\(layout.spec.chains[chain].name)', can be read between compute nodes",
      at: now)
  }

  /// On a compute node packets are in clear, but of an encrypted chain only where one of its functions stands, or an end of it.
  private func looks(_ packet: PacketBuffer, within site: Int, at now: Instant) {
    guard isForeign[site], let homes, let flow = packet.withUnsafeBytes(FlowSecret.flow(seenIn:)) else { return }
    guard flow < flows.count, AdversaryMark(rawValue: packet.mark)?.isInsider != true else { return }
    let (traffic, copy) = flows.origin(flow)
    guard let chain = chains[traffic], layout.spec.chains[chain].isEncrypted else { return }
    guard !homes[chain].contains(site), !mayStray(packet) else { return }
    let names = (chain: layout.spec.chains[chain].name, site: layout.spec.sites[site])
    plaintext.report(
      "a packet of tenant \(copy), chain '\(names.chain)', can be read at site '\(names.site)', where no function of it is",
      at: now)
  }

  func changes(_ packet: PacketBuffer, into changed: PacketBuffer) {
    guard let offset = packet.firstDifference(from: changed) else { return }
    let hasIntegrity = layout.spec.integrity != .none
    packet.withUnsafeBytes {
      trails[packet.serial, default: PacketTrail()].changed(at: offset, in: $0, hasIntegrity: hasIntegrity)
    }
  }

  func copies(_ packet: PacketBuffer, to copy: PacketBuffer) {
    trails[copy.serial] = trails[packet.serial]
  }

  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
    current = packet.serial
    isOwn =
      packet.mark == PacketMark.none.rawValue
      || AdversaryMark(rawValue: packet.mark) != nil && FrameAnatomy.hello(in: packet) != nil
    let (role, number) = layout.place(Int(node.index))
    switch role {
    case .gateway: views.passes(packet, site: layout.site(Int(node.index)), flow: traffic(of: packet))
    case .function: meets(layout.variant(number).function, number / layout.variants.count, packet, node, at: now)
    case .server: leaves(packet, isAnswer: false, at: now)
    // Over a cable of their own, answers meet nobody.
    case .client: if layout.spec.way == .chain { leaves(packet, isAnswer: true, at: now) }
    case .smb, .classifier, .inner, .outer, .encryption, .auc, .controller, .orchestrator, .provisioner:
      return
    }
  }

  /// The traffic of the scenario that a packet is of; nil: an answer, or nobody's.
  private func traffic(of packet: PacketBuffer) -> Int? {
    let source = PacketMark(rawValue: packet.mark).source
    return source < flows.count ? flows.origin(source).traffic : nil
  }

  private func mayStray(_ packet: PacketBuffer) -> Bool { trails[packet.serial]?.mayStray ?? false }

  private func meets(_ function: Int, _ copy: Int, _ packet: PacketBuffer, _ node: NodeID, at now: Instant) {
    let source = PacketMark(rawValue: packet.mark).source
    guard let tenant = flows.tenant(of: source) else { return }
    let traffic = traffic(of: packet)
    views.meets(packet, site: layout.site(Int(node.index)), flow: traffic)
    trails[packet.serial, default: PacketTrail()].met.append(function)
    guard !mayStray(packet) else { return }
    // Whom an answer is for, its mark does not tell: it may be on any chain of its tenant.
    let isOnChain = traffic.map { chains[$0].map { functions[$0].contains(function) } ?? false } ?? true
    guard !isOnChain || tenant != copy else { return }
    isolation.report(
      "a packet of tenant \(tenant) is seen by '\(layout.spec.functions[function].name)' of tenant \(copy), which is not on its chain",
      at: now)
  }

  /// It has arrived: it must have met the functions of its chain, in order, under one plan or another; an answer, in reverse.
  private func leaves(_ packet: PacketBuffer, isAnswer: Bool, at now: Instant) {
    let source = PacketMark(rawValue: packet.mark).source
    let trail = trails.removeValue(forKey: packet.serial) ?? PacketTrail()
    guard !trail.mayStray, flows.tenant(of: source) != nil else { return }
    let way = isAnswer ? trail.met.reversed() : trail.met
    guard source < flows.count else {
      guard !paths.contains(where: { $0.contains(way) }) else { return }
      return order.report("an answer arrives by way of: \(names(trail.met))", at: now)
    }
    guard let chain = chains[flows.origin(source).traffic] else {
      return order.report("a packet of no chain arrives", at: now)
    }
    guard !paths[chain].contains(way) else { return }
    order.report(
      "a packet of chain '\(layout.spec.chains[chain].name)' arrives by way of: \(names(trail.met))", at: now)
  }

  private func names(_ functions: [Int]) -> String {
    functions.map { layout.spec.functions[$0].name }.joined(separator: ", ")
  }

  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {
    if drop != nil, let current { trails[current] = nil }
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

  func lost(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber?, at now: Instant) {
    trails[packet.serial] = nil
  }

  /// At the end every packet is somewhere.
  func finish(_ world: World) {
    guard !world.packetCounters.isBalanced(underWay: world.packets.count) else { return }
    conservation.report("\(world.packets.count) packets under way, and \(world.packetCounters)")
  }
}

extension PacketBuffer {
  /// The first byte that is not the same in both; nil if they are.
  fileprivate func firstDifference(from other: PacketBuffer) -> Int? {
    (0..<min(count, other.count)).first { self[$0] != other[$0] }
  }
}
