import SimKernel
import Vocabulary

/// Decides the fate of packets while network faults are on. Every fault draws from its own stream, for every packet on
/// its links, whatever the others decide.
final class PacketFaults: PacketInterceptor {
  /// Which links a fault concerns.
  private enum Scope {
    case all
    /// Those from and to the marked nodes.
    case touching([Bool])
    /// Those between nodes of different groups; -1 marks nodes of none.
    case between([Int])
    case oneWay(from: [Bool], to: [Bool])

    func covers(_ sender: Int, _ receiver: Int) -> Bool {
      switch self {
      case .all: true
      case .touching(let nodes): nodes[sender] || nodes[receiver]
      case .between(let groups):
        groups[sender] >= 0 && groups[receiver] >= 0 && groups[sender] != groups[receiver]
      case .oneWay(let from, let to): from[sender] && to[receiver]
      }
    }
  }

  private struct Entry {
    let kind: Fault.Kind
    let scope: Scope
    var stream: RandomStream
    var isOn = false
  }

  private unowned let world: World
  private var entries: [Entry]
  /// Indices of the faults that are on, ascending.
  private var active: [Int] = []

  init(_ plan: FaultPlan, world: World, streams: RandomStreams) {
    self.world = world
    let nodes = world.hosts.count
    entries = plan.faults.enumerated().map { index, fault in
      Entry(kind: fault.kind, scope: PacketFaults.scope(of: fault, nodes), stream: streams.stream("faults/\(index)"))
    }
  }

  func begin(_ index: Int) {
    entries[index].isOn = true
    active = entries.indices.filter { entries[$0].isOn }
  }

  func end(_ index: Int) {
    entries[index].isOn = false
    active.removeAll { $0 == index }
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
      case .loss(let share): if entries[index].stream.unit() < share { isLost = true }
      case .duplicate(let share): if entries[index].stream.unit() < share { isDoubled = true }
      case .corrupt(let share):
        let (draw, position, bit) = (
          entries[index].stream.unit(), entries[index].stream.next(), entries[index].stream.next()
        )
        if draw < share { changed = (position, bit) }
      case .delay(let distribution): delay += distribution.sampleSpan(&entries[index].stream)
      case .crash, .pause, .slowDisk, .lyingSync, .bitRot, .clockJump: break
      }
    }
    if isCut { return .drop(.disconnected) }
    if isLost { return .drop(.lost) }
    if let changed, let copy = world.changed(packet.payload, position: changed.position, bit: changed.bit) {
      return .corrupt(payload: copy)
    }
    if isDoubled { return .duplicate(after: delay) }
    return delay > .zero ? .delay(delay) : .pass
  }

  private static func scope(of fault: Fault, _ nodes: Int) -> Scope {
    switch fault.kind {
    case .partition(let groups):
      var group = [Int](repeating: -1, count: nodes)
      for (number, members) in groups.enumerated() { for member in members { group[member] = number } }
      return .between(group)
    case .cut(let from, let to): return .oneWay(from: marks(from, nodes), to: marks(to, nodes))
    case .crash, .pause, .loss, .delay, .duplicate, .corrupt, .slowDisk, .lyingSync, .bitRot, .clockJump:
      return fault.on.map { .touching(marks($0, nodes)) } ?? .all
    }
  }

  private static func marks(_ chosen: [Int], _ nodes: Int) -> [Bool] {
    var marks = [Bool](repeating: false, count: nodes)
    for node in chosen { marks[node] = true }
    return marks
  }
}
