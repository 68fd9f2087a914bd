/// What recent flows were classified as, so that a packet does not go through all the rules. Direct-mapped: a flow may push
/// another one out, and is then classified again.
struct FlowCache<Verdict> {
  private static var size: Int { 1 << bits }
  private static var bits: Int { 10 }

  private var entries: ContiguousArray<(flow: FiveTuple, verdict: Verdict)?>

  init() { entries = ContiguousArray(repeating: nil, count: FlowCache.size) }

  @inline(__always) subscript(flow: FiveTuple) -> Verdict? {
    guard let entry = entries[place(flow)] else { return nil }
    return entry.flow == flow ? entry.verdict : nil
  }

  mutating func keep(_ verdict: Verdict, for flow: FiveTuple) { entries[place(flow)] = (flow, verdict) }

  mutating func clear() { entries = ContiguousArray(repeating: nil, count: FlowCache.size) }

  @inline(__always) private func place(_ flow: FiveTuple) -> Int {
    let addresses = UInt64(flow.source) << 32 | UInt64(flow.destination)
    let rest = UInt64(flow.transport) << 32 | UInt64(flow.sourcePort) << 16 | UInt64(flow.destinationPort)
    let mixed = (addresses &* 0x9E37_79B9_7F4A_7C15) ^ (rest &* 0xD6E8_FEB8_6659_FD93)
    return Int(truncatingIfNeeded: mixed &>> UInt64(64 - FlowCache.bits))
  }
}
