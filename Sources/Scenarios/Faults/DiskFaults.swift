import Protocols
import SimKernel
import Vocabulary

/// Decides the fate of disk requests while disk faults are on. Failure comes before a lie, that before a misdirected
/// write, and that before rot; what is slow is so in any case.
final class DiskFaults: DiskInterceptor {
  private struct Entry {
    /// In the plan.
    let index: Int
    let kind: DiskFault
    let on: [Bool]
    /// By module, so that one disk's requests never shift another's draws.
    var streams: [RandomStream]
    var strikes: Strikes
    var isOn = false
    /// By module: the most bytes that its disk holds while the fault is on.
    var capacities: [Int64]

    mutating func isStruck(_ module: Int) -> Bool { strikes.strikesNext(&streams[module]) }
  }

  private struct Owner {
    unowned let disk: Disk
  }

  /// Learns where strikes fall.
  var coverage: CoverageRecorder?
  /// They own this.
  private let disks: [Owner?]
  private let streams: RandomStreams
  private let plan: FaultPlan
  private var entries: [Entry]
  /// By module; nil where a machine reads no membership list.
  private let lists: [MembershipFiles?]
  /// By module: the fault that last let a sync fail.
  private(set) var failing: [Int?]

  /// Nil when the plan has no faults of disks.
  init?(_ plan: FaultPlan, hosts: ArraySlice<Host>, streams: RandomStreams) {
    let modules = hosts.count
    failing = [Int?](repeating: nil, count: modules)
    disks = hosts.map { $0.disk.map(Owner.init) }
    self.plan = plan
    self.streams = streams
    lists = hosts.map(\.lists)
    entries = plan.faults.enumerated().compactMap { index, fault in
      guard case .disk(let kind) = fault.kind else { return nil }
      let name = plan.stream(of: index)
      return Entry(
        index: index, kind: kind, on: (0..<modules).map { fault.on?.contains($0) ?? true },
        streams: (0..<modules).map { streams.stream("\(name)/disk/\($0)") }, strikes: Strikes(kind.chance ?? .share(0)),
        capacities: [Int64](repeating: .max, count: modules))
    }
    guard !entries.isEmpty else { return nil }
  }

  func set(_ index: Int, isOn: Bool) {
    let place = entries.firstIndex { $0.index == index }!
    entries[place].isOn = isOn
    switch entries[place].kind {
    case .full(let room): setRoom(room, of: place, index, isOn: isOn)
    case .membershipList: placeLists(of: place, index, isOn: isOn)
    case .slow, .lyingSync, .bitRot, .misdirectedWrite, .tornWrite, .failingSync: return
    }
  }

  /// The membership list that stands on the disks: of several faults the last counts.
  private func placeLists(of place: Int, _ index: Int, isOn: Bool) {
    for module in disks.indices where entries[place].on[module] {
      guard let lists = lists[module] else { continue }
      if isOn { coverage?.struck(fault: index, module: module) }
      let file: [UInt8]
      if let spoiler = spoiler(of: module), case .membershipList(let damage) = plan.faults[spoiler].kind.disk {
        var stream = streams.stream("\(plan.stream(of: spoiler))/disk/\(module)")
        file = lists.file(damage, &stream)
      } else {
        file = lists.file
      }
      disks[module]?.disk.install(FileID.membership.slot, ByteRope(file))
    }
  }

  /// The fault that keeps the module's membership list from being the right one.
  func spoiler(of module: Int) -> Int? {
    entries.last { entry in
      guard entry.isOn, entry.on[module], case .membershipList = entry.kind else { return false }
      return true
    }?.index
  }

  private func setRoom(_ room: ByteCount, of place: Int, _ index: Int, isOn: Bool) {
    for (module, disk) in disks.enumerated() where entries[place].on[module] {
      guard let disk = disk?.disk else { continue }
      entries[place].capacities[module] = isOn ? disk.usedBytes + room.bytes : .max
      if isOn { coverage?.struck(fault: index, module: module) }
      disk.setCapacity(entries.map { $0.capacities[module] }.min())
    }
  }

  func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict {
    let module = Int(request.node.index)
    let isWrite = request.operation == .sync && request.count > 0
    var (fails, lies) = (false, false)
    var misdirected: DiskVerdict.Fate?
    var rot: DiskVerdict.Fate?
    var delay = TimeSpan.zero
    for index in entries.indices where entries[index].isOn && entries[index].on[module] {
      switch entries[index].kind {
      case .slow(let distribution): delay += distribution.sampleSpan(&entries[index].streams[module])
      case .failingSync:
        guard request.operation == .sync, entries[index].isStruck(module) else { continue }
        fails = true
        failing[module] = entries[index].index
      case .lyingSync:
        guard request.operation == .sync, entries[index].isStruck(module) else { continue }
        lies = true
      case .misdirectedWrite:
        guard isWrite, entries[index].isStruck(module) else { continue }
        misdirected = misdirection(of: request, details(index))
      case .bitRot:
        guard isWrite, entries[index].isStruck(module) else { continue }
        var details = details(index)
        rot = .corrupt(at: Int64(details.below(UInt64(request.count))), mask: 1 << UInt8(details.below(8)))
      case .tornWrite, .full, .membershipList: continue
      }
      coverage?.struck(fault: entries[index].index, module: module)
    }
    if fails { return DiskVerdict(.fail, delay: delay) }
    if lies { return DiskVerdict(.truncate(to: 0), delay: delay) }
    return DiskVerdict(misdirected ?? rot ?? .good, delay: delay)
  }

  func survives(_ sector: Int, of file: Int, on node: NodeID) -> Bool {
    let module = Int(node.index)
    var survives = false
    for index in entries.indices where entries[index].isOn && entries[index].on[module] {
      guard case .tornWrite = entries[index].kind, entries[index].isStruck(module) else { continue }
      survives = true
      coverage?.struck(fault: entries[index].index, module: module)
    }
    return survives
  }

  /// So many sectors before its place; where there are none, it is lost.
  private func misdirection(of request: DiskRequest, _ stream: RandomStream) -> DiskVerdict.Fate {
    guard let sector = disks[Int(request.node.index)]?.disk.model.sector.bytes else { return .good }
    let before = request.offset / sector
    guard before > 0 else { return .truncate(to: 0) }
    var stream = stream
    return .misdirect(to: request.offset - sector * Int64(1 + stream.below(UInt64(before))))
  }

  /// The ordinals that a fault has struck.
  func struck(by index: Int) -> [Int]? { entries.first { $0.index == index }?.strikes.struck }

  /// What the last strike does in particular: the same whether it was drawn or listed.
  private func details(_ index: Int) -> RandomStream {
    streams.stream("\(plan.stream(of: entries[index].index))/strike/\(entries[index].strikes.count)")
  }
}
