import SimKernel
import Vocabulary

/// Decides the fate of packets while network faults are on. Every fault draws from its own stream, for every packet on
/// its links, whatever the others decide.
final class PacketFaults: PacketInterceptor {
  private struct Entry {
    /// In the plan.
    let index: Int
    let kind: NetworkFault
    let scope: PacketScope
    var stream: RandomStream
    var strikes: Strikes
    /// When it is over, while it is on; nil: not before the end of the run.
    var until: Instant?
    var isOn = false

    mutating func isStruck() -> Bool { strikes.strikesNext(&stream) }
  }

  private unowned let world: World
  private let streams: RandomStreams
  private let plan: FaultPlan
  private var entries: [Entry]
  /// Indices of the entries that are on, ascending.
  private var active: [Int] = []

  /// Nil when the plan has no faults of the network.
  init?(_ plan: FaultPlan, world: World, streams: RandomStreams) {
    self.world = world
    self.streams = streams
    self.plan = plan
    let nodes = world.hosts.count
    entries = plan.faults.enumerated().compactMap { index, fault in
      guard case .network(let kind) = fault.kind else { return nil }
      return Entry(
        index: index, kind: kind, scope: PacketScope(kind, on: fault.on, nodes: nodes),
        stream: streams.stream(plan.stream(of: index)), strikes: Strikes(kind.chance ?? .share(0)))
    }
    guard !entries.isEmpty else { return nil }
  }

  func begin(_ index: Int, until: Instant?) {
    let place = place(of: index)
    entries[place].isOn = true
    entries[place].until = until
    changed(place)
  }

  func end(_ index: Int) {
    let place = place(of: index)
    entries[place].isOn = false
    changed(place)
  }

  private func place(of index: Int) -> Int { entries.firstIndex { $0.index == index }! }

  private func changed(_ place: Int) {
    active = entries.indices.filter { entries[$0].isOn }
    if case .bandwidth = entries[place].kind { setBandwidths() }
  }

  /// Every host's interface has the rate of the slowest fault on it.
  private func setBandwidths() {
    for node in world.hosts.indices {
      var (slowest, end) = (Bandwidth.unlimited, Instant.start)
      for index in active where entries[index].scope.covers(node) {
        guard case .bandwidth(let rate) = entries[index].kind else { continue }
        if rate < slowest { (slowest, end) = (rate, entries[index].until ?? .never) }
      }
      world.network.slowDown(world.mesh.egress[node], to: slowest, until: end)
      world.network.slowDown(world.mesh.ingress[node], to: slowest, until: end)
      for link in world.hosts[node].ports { world.network.slowDown(world.network.egress(of: link), to: slowest, until: end) }
    }
  }

  /// A cut comes before a packet that is too large, that before a loss, that before a changed bit and a copy. Delays add
  /// up, but for those of clogged links: their packets go when the last clog is over.
  func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict {
    guard !active.isEmpty else { return .pass }
    let sender = Int(world.network.sender(of: link).index)
    let receiver = Int(world.network.receiver(of: link).index)
    var (isCut, isTooLarge, isLost) = (false, false, false)
    var change: (position: UInt64, bit: UInt64)?
    var clogged = now
    var verdict = PacketVerdict.pass
    for index in active where entries[index].scope.covers(sender, receiver) {
      switch entries[index].kind {
      case .partition, .cut: isCut = true
      case .clog:
        if let until = entries[index].until { clogged = max(clogged, until) } else { isCut = true }
      case .mtu(let most):
        guard world.largestPacket(in: packet, over: link) > most.bytes else { continue }
        isTooLarge = true
      case .loss:
        guard entries[index].isStruck() else { continue }
        isLost = true
      case .duplicate:
        guard entries[index].isStruck() else { continue }
        verdict.copyAfter = .zero
      case .corrupt:
        guard entries[index].isStruck() else { continue }
        var details = details(index)
        change = (details.next(), details.next())
      case .delay(let distribution): verdict.delay += distribution.sampleSpan(&entries[index].stream)
      case .reorder(_, let span):
        guard entries[index].isStruck() else { continue }
        var details = details(index)
        verdict.delay += span.sampleSpan(&details)
        verdict.lostItsPlace = true
      case .bandwidth: break
      }
      world.coverage?.struck(fault: entries[index].index, packetFrom: sender, to: receiver)
    }
    if isCut { return .drop(.disconnected) }
    if isTooLarge { return .drop(.tooLarge) }
    if isLost { return .drop(.lost) }
    if let change {
      verdict.payload = world.changed(packet.payload, over: link, position: change.position, bit: change.bit)
    }
    verdict.delay += clogged - now
    return verdict
  }

  /// The ordinals that a fault has struck.
  func struck(by index: Int) -> [Int]? { entries.first { $0.index == index }?.strikes.struck }

  /// What the last strike does in particular: the same whether it was drawn or listed.
  private func details(_ index: Int) -> RandomStream {
    streams.stream("\(plan.stream(of: entries[index].index))/strike/\(entries[index].strikes.count)")
  }
}
