import SimKernel
import Vocabulary

/// Decides the fate of disk requests while disk faults are on: a lie comes before rot, and that before slowness.
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

    mutating func isStruck(_ module: Int) -> Bool { strikes.strikesNext(&streams[module]) }
  }

  /// Learns where strikes fall.
  var coverage: CoverageRecorder?
  private let streams: RandomStreams
  private let plan: FaultPlan
  private var entries: [Entry]

  /// Nil when the plan has no faults of disks.
  init?(_ plan: FaultPlan, modules: Int, streams: RandomStreams) {
    self.plan = plan
    self.streams = streams
    entries = plan.faults.enumerated().compactMap { index, fault in
      guard case .disk(let kind) = fault.kind else { return nil }
      let name = plan.stream(of: index)
      return Entry(
        index: index, kind: kind, on: (0..<modules).map { fault.on?.contains($0) ?? true },
        streams: (0..<modules).map { streams.stream("\(name)/disk/\($0)") }, strikes: Strikes(kind.chance ?? .share(0)))
    }
    guard !entries.isEmpty else { return nil }
  }

  func set(_ index: Int, isOn: Bool) { entries[entries.firstIndex { $0.index == index }!].isOn = isOn }

  func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict {
    let module = Int(request.node.index)
    var lies = false
    var rot: (offset: Int64, mask: UInt8)?
    var delay = TimeSpan.zero
    for index in entries.indices where entries[index].isOn && entries[index].on[module] {
      switch entries[index].kind {
      case .slow(let distribution): delay += distribution.sampleSpan(&entries[index].streams[module])
      case .lyingSync:
        guard request.operation == .sync, entries[index].isStruck(module) else { continue }
        lies = true
      case .bitRot:
        guard request.operation == .sync, request.count > 0 else { continue }
        guard entries[index].isStruck(module) else { continue }
        var details = details(index)
        rot = (Int64(details.below(UInt64(request.count))), 1 << UInt8(details.below(8)))
      }
      coverage?.struck(fault: entries[index].index, module: module)
    }
    if lies { return .truncate(to: 0) }
    if let rot { return .corrupt(at: rot.offset, mask: rot.mask) }
    return delay > .zero ? .delay(delay) : .pass
  }

  /// The ordinals that a fault has struck.
  func struck(by index: Int) -> [Int]? { entries.first { $0.index == index }?.strikes.struck }

  /// What the last strike does in particular: the same whether it was drawn or listed.
  private func details(_ index: Int) -> RandomStream {
    streams.stream("\(plan.stream(of: entries[index].index))/strike/\(entries[index].strikes.count)")
  }
}
