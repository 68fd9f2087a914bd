import Vocabulary

/// Transactions on their way into the ledger. Each is handed to one module, then looked for at the next ones, and handed in
/// again where it is missing, until enough modules have signed that they have it.
struct Submissions {
  private struct Entry {
    let transaction: Transaction
    /// Modules that have signed that it is in their ledger, and those that they will never take it.
    var confirmedBy: [NodeID] = []
    var refusedBy: [NodeID] = []
    /// All who have been asked, whose answers count however late; and who has not answered yet of late.
    var asked: [NodeID]
    var waitingFor: NodeID?
  }

  private var circle: ModuleCircle
  private let confirmations: Int
  private var entries: [Entry] = []

  init(_ modules: [NodeID], confirmations: Int) {
    circle = ModuleCircle(modules)
    self.confirmations = max(1, confirmations)
  }

  var isEmpty: Bool { entries.isEmpty }
  var transactions: [Transaction] { entries.map(\.transaction) }

  /// Hands it to the next module.
  mutating func add(_ transaction: Transaction, into effects: inout Effects) {
    guard let module = enter(transaction) else { return }
    effects.sendToModule(.submit([transaction]), .submit, to: module)
  }

  /// Looks for one that an earlier life may have handed in.
  mutating func resume(_ transaction: Transaction, into effects: inout Effects) {
    guard let module = enter(transaction) else { return }
    effects.sendToModule(.lookup(transaction.id), .lookup, to: module)
  }

  /// Who is to be asked; nil if the transaction is on its way already.
  private mutating func enter(_ transaction: Transaction) -> NodeID? {
    guard !entries.contains(where: { $0.transaction.id == transaction.id }) else { return nil }
    let module = circle.turn()
    entries.append(Entry(transaction: transaction, asked: [module], waitingFor: module))
    return module
  }

  /// Looks at the next module for all that is not in the ledger yet.
  mutating func lookAgain(into effects: inout Effects) {
    var silent: [NodeID] = []
    for index in entries.indices {
      guard let module = entries[index].waitingFor else { continue }
      // Once: a module that is not asked again is not silent again.
      entries[index].waitingFor = nil
      if !silent.contains(module) { silent.append(module) }
    }
    for module in silent { circle.wasSilent(module) }
    let module = circle.turn()
    for index in entries.indices where !entries[index].confirmedBy.contains(module) {
      if !entries[index].asked.contains(module) { entries[index].asked.append(module) }
      entries[index].waitingFor = module
      effects.sendToModule(.lookup(entries[index].transaction.id), .lookup, to: module)
    }
  }

  /// A module says that it has filed the transaction, or not. A refusal for good is to be signed.
  mutating func receive(_ id: Digest, refused: DropReason?, from module: NodeID, into effects: inout Effects) {
    guard let index = place(of: id, answeredBy: module) else { return effects.drop(because: .unasked) }
    guard let refused, refused.isForGood, !entries[index].refusedBy.contains(module) else { return }
    effects.sendToModule(.attest(.refused(id, refused)), .attest, to: module)
  }

  /// A module says that it has the transaction in its ledger, at a height, or not. That it has is to be signed.
  mutating func receive(_ id: Digest, height: Int64, from module: NodeID, into effects: inout Effects) {
    guard let index = place(of: id, answeredBy: module) else { return effects.drop(because: .unasked) }
    guard height > 0 else {
      entries[index].waitingFor = module
      return effects.sendToModule(.submit([entries[index].transaction]), .submit, to: module)
    }
    guard !entries[index].confirmedBy.contains(module) else { return }
    effects.sendToModule(.attest(.included(id)), .attest, to: module)
  }

  /// A module has signed one of both, or will not: then it is looked at again like any other.
  mutating func receive(
    _ statement: ModuleStatement, from module: NodeID, into effects: inout Effects, isSigned: (inout Meter) -> Bool
  ) -> ModuleAccess.Event? {
    let (id, reason): (Digest, DropReason?)
    switch statement {
    case .included(let included): (id, reason) = (included, nil)
    case .refused(let refused, let why) where why.isForGood: (id, reason) = (refused, why)
    case .refused, .history:
      effects.drop(because: .unasked)
      return nil
    }
    guard let index = place(of: id, answeredBy: module) else {
      effects.drop(because: .unasked)
      return nil
    }
    let known = reason == nil ? entries[index].confirmedBy : entries[index].refusedBy
    guard !known.contains(module) else { return nil }
    guard isSigned(&effects.meter) else {
      effects.drop(because: .badSignature)
      return nil
    }
    guard let reason else {
      entries[index].confirmedBy.append(module)
      guard entries[index].confirmedBy.count >= confirmations else { return nil }
      return .included(entries.remove(at: index).transaction)
    }
    entries[index].refusedBy.append(module)
    guard entries[index].refusedBy.count >= confirmations else { return nil }
    return .refused(entries.remove(at: index).transaction, reason)
  }

  private mutating func place(of id: Digest, answeredBy module: NodeID) -> Int? {
    guard let index = entries.firstIndex(where: { $0.transaction.id == id }) else { return nil }
    guard entries[index].asked.contains(module) else { return nil }
    if entries[index].waitingFor == module { entries[index].waitingFor = nil }
    circle.answered(module)
    return index
  }
}

extension Effects {
  /// Charged as encoding it.
  mutating func sendToModule(_ message: ClientMessage, _ kind: MessageKind, to module: NodeID) {
    let payload = Payload(message)
    meter.charge(.codecByte, payload.count)
    send(payload, kind, to: module)
  }
}
