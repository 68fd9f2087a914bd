import Protocols
import SimKernel
import Vocabulary

/// What must hold of the packets that an adversary has made, changed or repeated: what it makes on links between compute nodes gets
/// on no chain that is protected (enc-sfc, requirement viii), nobody reads an encrypted flow for it, and a compromised function
/// reaches those behind it on its own chains, in order, and nobody else.
final class ForgeryOracle: PacketObserver {
  /// What a machine does for whom: a duplicate, or what it is after it has moved, does the same.
  private struct Duty: Hashable {
    var function: Int
    var copy: Int
  }

  private let layout: SFCLayout
  private let flows: SFCFlows
  /// By path: the chain under every plan. Never iterated.
  private let chains: [ServicePathID: [Deployment.Chain]]
  /// What is done on each of them, in order.
  private let ways: Set<[Duty]>
  /// Whether headers are authenticated.
  private let isAuthenticated: Bool
  /// Whether a packet's way can be told by its mark: not where links change bits.
  private let followsPackets: Bool
  private var list = ViolationList(.forgery)
  /// By serial number: the functions that a compromised function's packet has met. Never iterated.
  private var met: [Int64: [Duty]] = [:]

  init(
    _ layout: SFCLayout, _ flows: SFCFlows, _ deployments: [Deployment], plan: FaultPlan, isAuthenticated: Bool
  ) {
    self.layout = layout
    self.flows = flows
    self.isAuthenticated = isAuthenticated
    followsPackets = !plan.faults.contains { fault in
      switch fault.kind {
      case .network(.corrupt): true
      case .network, .outage, .disk, .clock, .byzantine, .attack: false
      }
    }
    let all = deployments.flatMap(\.chains)
    chains = Dictionary(grouping: all, by: \.path)
    ways = Set(all.map { $0.functions.map { Self.duty(of: SFCLayout.node($0), layout) } })
  }

  var violations: [Violation] { list.all }

  func enters(_ packet: PacketBuffer, _ link: LinkID, loss: PacketDropReason?, at now: Instant) {}
  func copies(_ packet: PacketBuffer, to copy: PacketBuffer) { met[copy.serial] = met[packet.serial] }
  func handled(sent: Int, drop: DropReason?, by node: NodeID, at now: Instant) {}
  func lost(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber?, at now: Instant) { met[packet.serial] = nil }

  func arrives(_ packet: PacketBuffer, at node: NodeID, on port: PortNumber, at now: Instant) {
    guard let mark = AdversaryMark(rawValue: packet.mark) else { return }
    let node = Int(node.index)
    switch (layout.place(node).role, mark.origin) {
    case (.function, .function(let maker)): follow(packet, to: node, from: maker, at: now)
    case (.function, .links) where !mark.isInsider:
      judgeReading(packet, at: node, now)
      judgeEntry(packet, mark, at: node, now)
    case (.classifier, .links) where !mark.isInsider: judgeEntry(packet, mark, at: node, now)
    case (.server, .function(let maker)), (.client, .function(let maker)): judgeOrder(packet, from: maker, at: now)
    case (_, _): return
    }
  }

  // MARK: Attacks on links between compute nodes

  /// Nobody is shown an encrypted flow who is not on its chain.
  private func judgeReading(_ packet: PacketBuffer, at node: Int, _ now: Instant) {
    guard let flow = packet.withUnsafeBytes(FlowSecret.flow(seenIn:)), flow < flows.count else { return }
    let (traffic, copy) = flows.origin(flow)
    let spec = layout.spec
    guard let chain = spec.chain(of: spec.traffic[traffic]) else { return }
    guard spec.chains[chain].isEncrypted else { return }
    let number = layout.place(node).number
    let function = layout.variant(number).function
    let isOnChain = number / layout.variants.count == copy && spec.plans.contains { $0.paths[chain].contains(function) }
    guard !isOnChain else { return }
    list.report("\(layout.name(node)) is led to read chain '\(spec.chains[chain].name)' of tenant \(copy)", at: now)
  }

  /// On protected chains nothing travels that no client has sent.
  private func judgeEntry(_ packet: PacketBuffer, _ mark: AdversaryMark, at node: Int, _ now: Instant) {
    guard mark.isContentForged else { return }
    guard let path = FrameAnatomy(packet).place?.path else { return }
    guard isAuthenticated || chains[path]?.contains(where: \.isEncrypted) == true else { return }
    list.report("\(layout.name(node)) is given a forged packet on \(path), which is protected", at: now)
  }

  // MARK: Compromised functions

  /// Nobody does for an element what only an orchestrator or a controller may ask.
  func judge(_ grant: RogueElement.Grant, by node: Int, at now: Instant) {
    let manager = layout.name(Int(grant.manager.index))
    let what = "\(grant.request.method.rawValue) \(grant.request.resource)"
    list.report("\(manager) does for \(layout.name(node)): \(what)", at: now)
  }

  private func follow(_ packet: PacketBuffer, to node: Int, from maker: Int, at now: Instant) {
    let (duty, origin) = (Self.duty(of: node, layout), Self.duty(of: maker, layout))
    met[packet.serial, default: []].append(duty)
    let isBehind = ways.contains { way in
      guard let first = way.firstIndex(of: origin) else { return false }
      return way[(first + 1)...].contains(duty)
    }
    guard !isBehind else { return }
    list.report(
      "\(layout.name(node)) is given a packet by \(layout.name(maker)), behind which it is on no chain", at: now)
  }

  /// It has met all functions behind its maker on a chain, in order.
  private func judgeOrder(_ packet: PacketBuffer, from maker: Int, at now: Instant) {
    let way = met.removeValue(forKey: packet.serial) ?? []
    let origin = Self.duty(of: maker, layout)
    let isInOrder = ways.contains { all in
      all.indices.contains { all[$0] == origin && Array(all[($0 + 1)...]) == way }
    }
    guard followsPackets, !isInOrder else { return }
    let names = way.map { layout.spec.functions[$0.function].name }
    list.report("a packet of \(layout.name(maker)) arrives by way of: \(names.joined(separator: ", "))", at: now)
  }

  private static func duty(of node: Int, _ layout: SFCLayout) -> Duty {
    let number = layout.place(node).number
    return Duty(function: layout.variant(number).function, copy: number / layout.variants.count)
  }
}
