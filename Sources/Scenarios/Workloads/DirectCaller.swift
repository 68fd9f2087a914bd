import Protocols
import Vocabulary

/// Asks management services by messages: the native way, without a blockchain.
struct DirectCaller {
  let plan: TenantPlan
  private var stream: RandomStream
  /// In the order in which they were asked.
  private var open: [(id: Digest, call: TenantCall)] = []
  private let again: TimerID

  init(_ plan: TenantPlan, stream: RandomStream, again: TimerID) {
    self.plan = plan
    self.stream = stream
    self.again = again
  }

  mutating func ask(_ call: TenantCall, into effects: inout Effects) {
    guard let id = Digest(bytes: stream.bytes(Digest.byteCount)) else { preconditionFailure("32 bytes") }
    if open.isEmpty { effects.arm(again, after: plan.patience) }
    open.append((id, call))
    send(id, call, into: &effects)
  }

  private func send(_ id: Digest, _ call: TenantCall, into effects: inout Effects) {
    let message = ManagementMessage.request(id, operation: call.operation.bytes).bytes
    effects.meter.charge(.codecByte, message.count)
    effects.send(Payload(message), .managementRequest, to: plan.sites[call.site].platform)
  }

  /// A lost message is sent again: the management service knows the request by its id.
  mutating func askAgain(into effects: inout Effects) {
    guard !open.isEmpty else { return }
    for (id, call) in open { send(id, call, into: &effects) }
    effects.arm(again, after: plan.patience)
  }

  mutating func receive(_ payload: Payload, into effects: inout Effects) -> [TenantOutcome] {
    effects.meter.charge(.codecByte, payload.count)
    guard case .result(let id, let result, let error, _)? = try? ManagementMessage.decode(payload.bytes) else {
      effects.drop(because: .malformed)
      return []
    }
    guard let place = open.firstIndex(where: { $0.id == id }) else {
      effects.drop(because: .unasked)
      return []
    }
    return [TenantOutcome(call: open.remove(at: place).call, result: result, error: error)]
  }
}
