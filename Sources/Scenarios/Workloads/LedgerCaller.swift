import Protocols
import Vocabulary

/// Asks management services by service transactions on the SMB of one management domain.
struct LedgerCaller {
  private let crypto: Cryptography
  private let pair: KeyPair
  private var builder: TransactionBuilder
  private var access: ModuleAccess
  private var lastTimestamp = Int64.min
  /// In the order in which they were asked.
  private var open: [(header: [UInt8], key: FieldKey, call: TenantCall)] = []

  init(_ settings: ModuleAccess.Settings, pair: KeyPair, crypto: Cryptography, stream: RandomStream) {
    self.crypto = crypto
    self.pair = pair
    builder = TransactionBuilder(cryptography: crypto, sender: pair, stream: stream)
    access = ModuleAccess(settings)
    access.follow([pair.publicKey])
  }

  func owns(_ timer: TimerID) -> Bool { access.owns(timer) }
  func knows(_ node: NodeID) -> Bool { access.settings.modules.contains(node) }

  mutating func start(into effects: inout Effects) { access.start(into: &effects) }

  mutating func ask(_ call: TenantCall, of service: PublicKey, at milliseconds: Int64, into effects: inout Effects) {
    lastTimestamp = max(milliseconds, lastTimestamp &+ 1)
    let key = FieldKey(&builder.stream)
    let bytes = call.operation.bytes
    effects.meter.charge(.codecByte, bytes.count)
    let transaction = ServiceRequest(request: bytes, responseKey: key)
      .transaction(to: service, at: lastTimestamp, with: &builder, &effects.meter)
    guard let layout = transaction.layout else { preconditionFailure("a transaction of ours is malformed") }
    open.append((Array(transaction.bytes[layout.signature]), key, call))
    access.submit(transaction, into: &effects)
  }

  mutating func timerFired(_ timer: TimerID, into effects: inout Effects) -> [TenantOutcome] {
    take(access.timerFired(timer, into: &effects), into: &effects)
  }

  mutating func receive(_ payload: Payload, from node: NodeID, into effects: inout Effects) -> [TenantOutcome] {
    take(access.receive(payload, from: node, into: &effects), into: &effects)
  }

  private mutating func take(_ events: [ModuleAccess.Event], into effects: inout Effects) -> [TenantOutcome] {
    var outcomes: [TenantOutcome] = []
    for event in events {
      switch event {
      case .received(let transactions):
        for transaction in transactions { if let one = open(transaction, into: &effects) { outcomes.append(one) } }
      case .included: continue
      case .refused(_, let reason): effects.drop(because: reason)
      }
    }
    return outcomes
  }

  private mutating func open(_ transaction: Transaction, into effects: inout Effects) -> TenantOutcome? {
    for (place, entry) in open.enumerated() {
      guard
        let opened = try? OpenedTransaction(
          opening: transaction, to: pair.publicKey, with: entry.key, crypto, &effects.meter),
        let response = ServiceResponse(opened), response.service == entry.header
      else { continue }
      open.remove(at: place)
      return TenantOutcome(
        call: entry.call, result: String(decoding: response.result, as: UTF8.self), error: response.error)
    }
    effects.drop(because: .unasked)
    return nil
  }
}
