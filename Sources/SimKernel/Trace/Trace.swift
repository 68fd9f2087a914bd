import Vocabulary

/// Collects trace records in a fixed buffer and hands it to a sink when full. Without a sink a call costs one branch.
public final class Trace {
  public static let recordBytes = MemoryLayout<TraceRecord>.stride

  @usableFromInline struct State {
    @usableFromInline var buffer: UnsafeMutablePointer<TraceRecord>
    @usableFromInline var count = 0
    @usableFromInline var flushed: Int64 = 0
  }

  /// Whether records go anywhere.
  public let isOn: Bool
  @usableFromInline let state: UnsafeMutablePointer<State>
  private let capacity: Int
  private let retained: Int
  private let sink: (any TraceSink)?

  /// Off when there is neither a sink nor anything to retain. `retaining` is how many of the last records
  /// `lastRecords` gives.
  public init(into sink: (any TraceSink)?, retaining: Int = 0) {
    precondition(retaining >= 0, "a trace that retains \(retaining) records")
    self.sink = sink
    retained = retaining
    isOn = sink != nil || retaining > 0
    capacity = isOn ? max(4096, retaining * 2) : 0
    state = .allocate(capacity: 1)
    state.initialize(to: State(buffer: .allocate(capacity: max(capacity, 1))))
  }

  deinit {
    state.pointee.buffer.deallocate()
    state.deallocate()
  }

  /// Nothing is recorded.
  public static var off: Trace { Trace(into: nil) }

  @inlinable public func record(_ time: Instant, _ node: NodeID, _ kind: EventKind, digest: UInt64) {
    if isOn { append(TraceRecord(time: time, node: node, kind: kind, digest: digest)) }
  }

  /// How many records were made.
  public var count: Int64 { state.pointee.flushed + Int64(state.pointee.count - kept) }

  /// The last records, oldest first: as many as were asked to be retained, or as there are.
  public var lastRecords: [TraceRecord] {
    let count = state.pointee.count
    return Array(UnsafeBufferPointer(start: state.pointee.buffer, count: count).suffix(retained))
  }

  /// Hands what is buffered to the sink. To be called at the end of a run.
  public func flush() {
    let fresh = state.pointee.count - kept
    guard fresh > 0 else { return }
    sink?.absorb(UnsafeRawBufferPointer(UnsafeBufferPointer(start: state.pointee.buffer + kept, count: fresh)))
    state.pointee.flushed += Int64(fresh)
    // The last records stay at the front.
    let keep = min(retained, state.pointee.count)
    state.pointee.buffer.update(from: state.pointee.buffer + (state.pointee.count - keep), count: keep)
    state.pointee.count = keep
    kept = keep
  }

  /// How many records at the front of the buffer the sink has had already.
  private var kept = 0

  @usableFromInline func append(_ record: TraceRecord) {
    state.pointee.buffer[state.pointee.count] = record
    state.pointee.count += 1
    if state.pointee.count == capacity { flush() }
  }
}
