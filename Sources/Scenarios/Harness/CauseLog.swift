import Protocols
import SimKernel
import Vocabulary

/// Follows, in a traced run, which step led to which. A run without it pays one comparison for each effect.
///
/// It takes the trace's records and hands each on with its cause. Nothing here is iterated but lists.
final class CauseLog: TraceSink {
  private let take: (TracedStep) -> Void
  /// The step that runs, or whose effects are being carried out; steps are numbered from 1.
  private var current: Int64 = 0
  private var count: Int64 = 0
  /// Of the records that the trace has not handed over yet.
  private var waiting: [(cause: Int64, detail: Int64)] = []

  /// The step behind effects that have not left, by their place in the outbox.
  private var kept: [Int64: Int64] = [:]
  /// By the payload's place in the slab.
  private var messages: [Int32: (cause: Int64, kind: MessageKind)] = [:]
  /// By the packet's place in the slab.
  private var packets: [Int32: Int64] = [:]
  private var timers: [Place: Int64] = [:]
  private var requests: [Place: Int64] = [:]
  private var powered: [Int32: Int64] = [:]

  private struct Place: Hashable {
    let node: Int32
    let number: Int64
  }

  init(_ take: @escaping (TracedStep) -> Void) { self.take = take }

  func absorb(_ bytes: UnsafeRawBufferPointer) {
    let records = bytes.bindMemory(to: TraceRecord.self)
    precondition(records.count == waiting.count, "\(records.count) records and \(waiting.count) causes")
    for (record, reason) in zip(records, waiting) {
      take(TracedStep(record: record, cause: reason.cause, detail: reason.detail))
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private func step(cause: Int64, detail: Int64 = 0) {
    count += 1
    current = count
    waiting.append((cause, detail))
  }

  // MARK: Steps

  func starts(_ node: NodeID) { step(cause: powered[node.index] ?? 0) }

  func takes(message place: Int32, from sender: NodeID) {
    guard let message = messages[place] else { preconditionFailure("nobody sent payload \(place)") }
    step(cause: message.cause, detail: TracedStep.detail(sender: sender, message.kind))
  }

  func takes(packet place: Int32, on port: Int32) { step(cause: packets[place] ?? 0, detail: Int64(port)) }

  func expires(_ slot: Int, on node: NodeID) {
    step(cause: timers[Place(node: node.index, number: Int64(slot))] ?? 0, detail: Int64(slot))
  }

  func takes(_ answer: Input, on node: NodeID) {
    switch answer {
    case .synced(let file, let ticket): takes(file, ticket, isRead: false, on: node)
    case .read(let file, let ticket, _): takes(file, ticket, isRead: true, on: node)
    case .started, .message, .packet, .timer: preconditionFailure("no answer of a disk: \(answer)")
    }
  }

  private func takes(_ file: FileID, _ ticket: DiskTicket, isRead: Bool, on node: NodeID) {
    let place = Self.request(DiskAnswers.ticket(ticket, of: file), isRead: isRead, on: node)
    step(cause: requests.removeValue(forKey: place) ?? 0, detail: TracedStep.detail(file: file, isRead: isRead))
  }

  /// A fault's event; the plan is the scenario's.
  func fault(_ index: Int, phase: Int64) { step(cause: 0, detail: Int64(index) << 8 | phase) }

  // MARK: Effects

  func keeps(_ place: Int64) { kept[place] = current }

  func carriesOut(_ place: Int64) {
    guard let step = kept.removeValue(forKey: place) else { preconditionFailure("no step made effects \(place)") }
    current = step
  }

  func sends(_ place: Int32, _ kind: MessageKind) { messages[place] = (current, kind) }
  func sends(packet place: Int32) { packets[place] = current }
  /// A node goes on with a packet that it has held.
  func forwards(packet place: Int32) { current = packets[place] ?? 0 }
  func copies(packet place: Int32, to copy: Int32) { packets[copy] = packets[place] }
  func copies(_ place: Int32, to copy: Int32) { messages[copy] = messages[place] }
  func arms(_ slot: Int, on node: NodeID) { timers[Place(node: node.index, number: Int64(slot))] = current }
  func asks(_ ticket: Int64, isRead: Bool, on node: NodeID) {
    requests[Self.request(ticket, isRead: isRead, on: node)] = current
  }
  func restarts(_ node: NodeID) { powered[node.index] = current }

  /// Reads and syncs count their tickets apart.
  private static func request(_ ticket: Int64, isRead: Bool, on node: NodeID) -> Place {
    Place(node: node.index, number: ticket << 1 | (isRead ? 1 : 0))
  }
}
