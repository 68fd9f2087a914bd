import Protocols
import SimKernel
import Vocabulary

/// One line of a trace with what led to it: a step of a machine, or a fault.
public struct TracedStep: Hashable, Sendable {
  public var record: TraceRecord
  /// The number of the step that led to it, from 1; 0 for what the scenario itself begins with.
  public var cause: Int64
  /// What the record leaves out: of a message its sender and kind, of a timer its slot, of a disk's answer the file.
  var detail: Int64

  /// Bytes of one, as one process writes it for another: three words of the record, the cause, the detail.
  public static let byteCount = Trace.recordBytes + 16

  /// Whether the fingerprint would tell the two apart.
  public func isSame(as other: TracedStep) -> Bool { record == other.record }
}

extension TracedStep {
  static func detail(sender: NodeID, _ kind: MessageKind) -> Int64 { Int64(sender.index) << 32 | Int64(kind.slot) }
  static func detail(file: FileID, isRead: Bool) -> Int64 { Int64(file.slot) << 1 | (isRead ? 1 : 0) }

  /// What happened, `module 2 takes a prepare from module 0`; nodes below `modules` are modules.
  public func text(modules: Int) -> String {
    func name(_ node: Int) -> String { node < modules ? "module \(node)" : "writer \(node - modules)" }
    let node = name(Int(record.node.index))
    switch record.kind {
    case World.Kind.started: return "\(node) starts"
    case World.Kind.message:
      let kind = MessageKind.moduleKindNames[Int(detail & 0xFFFF_FFFF)]
      return "\(node) takes a message, \(kind), from \(name(Int(detail >> 32)))"
    case World.Kind.timer: return "\(node)'s timer \(timerName(isModule: record.node.index < modules)) runs out"
    case World.Kind.disk:
      let file = ["ledger", "vote log", "other vote log", "membership list"][Int(detail >> 1)]
      return detail & 1 == 1 ? "\(node) has read from its \(file)" : "\(node)'s \(file) is synced"
    case World.Kind.packet: return "\(node) takes a packet on port \(detail)"
    case World.Kind.fault:
      let phase = ["begins", "ends", "lets \(node) start again", "lets \(node) go on", "acts"][Int(detail & 0xFF)]
      return "fault \(detail >> 8) \(phase)"
    default: return "\(node): event of kind \(record.kind.rawValue)"
    }
  }

  private func timerName(isModule: Bool) -> String {
    let names = [
      "block", "view-change", "proposal", "catch-up", "urge", "election", "heartbeat", "resend",
    ]
    let slot = Int(detail)
    return isModule && slot < names.count ? "'\(names[slot])'" : "\(slot)"
  }

  /// Which parts of the record differ from another's.
  public func differences(from other: TracedStep) -> [String] {
    var parts: [String] = []
    if record.time != other.record.time { parts.append("time") }
    if record.node != other.record.node { parts.append("place") }
    if record.kind != other.record.kind { parts.append("kind") }
    if record.digest != other.record.digest { parts.append("content") }
    return parts
  }
}
