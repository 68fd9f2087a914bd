import Vocabulary

/// The blockchain query service (crb-smb 3.3.1): finds in the index which block holds what a client asks for, reads that
/// block from the ledger file, and answers from what the disk gives back, never from memory. docs/models/reads.md.
extension BlockchainModule {
  /// Only what is durable here is told.
  mutating func answer(_ request: ReadRequest, to client: NodeID, into effects: inout Effects) {
    effects.meter.charge(.query)
    effects.meter.charge(.index)
    guard let spot = spot(of: request.query), let place = replica.ledger.place(at: spot.height) else {
      return reply(ReadAnswer(number: request.number), to: client, into: &effects)
    }
    guard queries.hasRoom else { return refuse(.transactions(request), .tooManyReads, to: client, into: &effects) }
    let ticket = queries.add(
      QueryService.Question(
        client: client, request: .transactions(request), height: spot.height, position: spot.position))
    effects.append(.read(.ledger, offset: place.offset, count: Int64(place.size), ticket))
  }

  /// The same for a whole block.
  mutating func answer(_ request: BlockRequest, to client: NodeID, into effects: inout Effects) {
    effects.meter.charge(.query)
    effects.meter.charge(.index)
    let height = replica.ledger.nextHeight(for: request.recipient, above: request.after, upTo: replica.concluded)
    guard let height, let place = replica.ledger.place(at: height) else {
      return reply(BlockAnswer(number: request.number), to: client, into: &effects)
    }
    guard queries.hasRoom else { return refuse(.block(request), .tooManyReads, to: client, into: &effects) }
    let ticket = queries.add(QueryService.Question(client: client, request: .block(request), height: height))
    effects.append(.read(.ledger, offset: place.offset, count: Int64(place.size), ticket))
  }

  /// The block came from the disk: answered is what it really holds, and nothing if it is not the block that was written.
  mutating func answer(_ ticket: DiskTicket, with record: ByteRope, into effects: inout Effects) {
    guard let question = queries.take(ticket) else { return }
    guard let stored = StoredBlock(record, at: question.height, known: &queries.intact, &effects.meter) else {
      return refuse(question.request, .damagedBlock, to: question.client, into: &effects)
    }
    switch question.request {
    case .transactions(let request):
      guard let transactions = transactions(request, question, in: stored, &effects.meter) else {
        return refuse(question.request, .damagedBlock, to: question.client, into: &effects)
      }
      reply(
        ReadAnswer(number: request.number, height: question.height, transactions: transactions), to: question.client,
        into: &effects)
    case .block(let request):
      guard let block = stored.block(&effects.meter) else {
        return refuse(question.request, .damagedBlock, to: question.client, into: &effects)
      }
      reply(
        BlockAnswer(number: request.number, height: question.height, block: block), to: question.client,
        into: &effects)
    }
  }

  private func spot(of query: LedgerQuery) -> (height: Int64, position: Int?)? {
    switch query {
    case .transaction(let id):
      guard let spot = replica.ledger.spot(of: id), spot.height <= replica.concluded else { return nil }
      return (spot.height, spot.position)
    case .latest(let recipient, let after):
      let height = replica.ledger.lastHeight(for: recipient, upTo: replica.concluded)
      guard let height, height > after else { return nil }
      return (height, nil)
    case .next(let recipient, let after):
      let height = replica.ledger.nextHeight(for: recipient, above: after, upTo: replica.concluded)
      return height.map { ($0, nil) }
    }
  }

  /// Nil if the block is not the one that the index tells of.
  private func transactions(
    _ request: ReadRequest, _ question: QueryService.Question, in block: StoredBlock, _ meter: inout Meter
  ) -> [Transaction]? {
    switch request.query {
    case .transaction(let id):
      guard let transaction = block.transaction(at: question.position ?? 0, &meter) else { return nil }
      meter.charge(.hashByte, transaction.bytes.count)
      return transaction.id == id ? [transaction] : nil
    case .latest(let recipient, _), .next(let recipient, _):
      let transactions = block.transactions(for: recipient, &meter)
      return transactions.isEmpty ? nil : transactions
    }
  }

  private func refuse(
    _ request: QueryService.Question.Request, _ reason: DropReason, to client: NodeID, into effects: inout Effects
  ) {
    effects.drop(because: reason)
    switch request {
    case .transactions(let request):
      reply(ReadAnswer(number: request.number, refused: reason), to: client, into: &effects)
    case .block(let request): reply(BlockAnswer(number: request.number, refused: reason), to: client, into: &effects)
    }
  }

  private func reply(_ answer: ReadAnswer, to client: NodeID, into effects: inout Effects) {
    send(.answer(answer), .answer, to: client, into: &effects)
  }

  private func reply(_ answer: BlockAnswer, to client: NodeID, into effects: inout Effects) {
    send(.block(answer), .answer, to: client, into: &effects)
  }
}
