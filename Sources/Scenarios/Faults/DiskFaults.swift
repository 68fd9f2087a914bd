import SimKernel
import Vocabulary

/// Decides the fate of disk requests while disk faults are on: a lie comes before rot, and that before slowness.
final class DiskFaults: DiskInterceptor {
  private struct Entry {
    let kind: Fault.Kind
    let on: [Bool]
    /// By module, so that one disk's requests never shift another's draws.
    var streams: [RandomStream]
    var isOn = false
  }

  private var entries: [Entry]

  init(_ plan: FaultPlan, modules: Int, streams: RandomStreams) {
    entries = plan.faults.enumerated().map { index, fault in
      let on = (0..<modules).map { fault.on?.contains($0) ?? true }
      return Entry(
        kind: fault.kind, on: on, streams: (0..<modules).map { streams.stream("faults/\(index)/disk/\($0)") })
    }
  }

  func begin(_ index: Int) { entries[index].isOn = true }
  func end(_ index: Int) { entries[index].isOn = false }

  func verdict(on request: DiskRequest, at now: Instant) -> DiskVerdict {
    let module = Int(request.node.index)
    var lies = false
    var rot: (offset: Int64, mask: UInt8)?
    var delay = TimeSpan.zero
    for index in entries.indices where entries[index].isOn && entries[index].on[module] {
      switch entries[index].kind {
      case .slowDisk(let distribution): delay += distribution.sampleSpan(&entries[index].streams[module])
      case .lyingSync(let share):
        guard request.operation == .sync else { continue }
        if entries[index].streams[module].unit() < share { lies = true }
      case .bitRot(let share):
        guard request.operation == .sync, request.count > 0 else { continue }
        let draw = entries[index].streams[module].unit()
        let offset = Int64(entries[index].streams[module].below(UInt64(request.count)))
        let mask = UInt8(1) << UInt8(entries[index].streams[module].below(8))
        if draw < share { rot = (offset, mask) }
      case .crash, .pause, .partition, .cut, .loss, .delay, .duplicate, .corrupt, .clockJump: break
      }
    }
    if lies { return .truncate(to: 0) }
    if let rot { return .corrupt(at: rot.offset, mask: rot.mask) }
    return delay > .zero ? .delay(delay) : .pass
  }
}
