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

  func set(_ index: Int, isOn: Bool) {
    entries[entries.firstIndex { $0.index == index }!].isOn = isOn
    active = entries.indices.filter { entries[$0].isOn }
  }

  /// A cut comes before a loss, that before a changed bit, that before a copy, and that before a delay; delays add up.
  func verdict(on packet: Packet, over link: LinkID, at now: Instant) -> PacketVerdict {
    guard !active.isEmpty else { return .pass }
    let sender = Int(world.network.sender(of: link).index)
    let receiver = Int(world.network.receiver(of: link).index)
    var (isCut, isLost, isDoubled) = (false, false, false)
    var changed: (position: UInt64, bit: UInt64)?
    var delay = TimeSpan.zero
    for index in active where entries[index].scope.covers(sender, receiver) {
      switch entries[index].kind {
      case .partition, .cut: isCut = true
      case .loss:
        guard entries[index].isStruck() else { continue }
        isLost = true
      case .duplicate:
        guard entries[index].isStruck() else { continue }
        isDoubled = true
      case .corrupt:
        guard entries[index].isStruck() else { continue }
        var details = details(index)
        changed = (details.next(), details.next())
      case .delay(let distribution): delay += distribution.sampleSpan(&entries[index].stream)
      }
      world.coverage?.struck(fault: entries[index].index, packetFrom: sender, to: receiver)
    }
    if isCut { return .drop(.disconnected) }
    if isLost { return .drop(.lost) }
    if let changed, let copy = world.changed(packet.payload, position: changed.position, bit: changed.bit) {
      return .corrupt(payload: copy)
    }
    if isDoubled { return .duplicate(after: delay) }
    return delay > .zero ? .delay(delay) : .pass
  }

  /// The ordinals that a fault has struck.
  func struck(by index: Int) -> [Int]? { entries.first { $0.index == index }?.strikes.struck }

  /// What the last strike does in particular: the same whether it was drawn or listed.
  private func details(_ index: Int) -> RandomStream {
    streams.stream("\(plan.stream(of: entries[index].index))/strike/\(entries[index].strikes.count)")
  }
}
