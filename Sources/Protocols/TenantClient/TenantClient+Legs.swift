import Vocabulary

extension TenantClient {
  /// Writes down what operations need next, to be sent when that is durable.
  mutating func prepare(at now: Instant, into effects: inout Effects) {
    learnFromStrangers(at: now)
    for number in state.open {
      guard let task = state.task(number), task.outcome == nil else { continue }
      if task.migration?.phase == .awaitingKeyPair, let name = task.migration?.destination,
        state.keys.instance(name)?.pair != nil
      {
        record(.event(number, .keyLearned), at: now)
      }
      if let rotation = task.rotation, rotation.waiting == nil, !state.isBlocked(task) {
        effects.meter.charge(.generateKey, 1 + settings.domains.count)
        record(.event(number, .alone), at: now)
      }
      prepare(number, at: now, into: &effects)
    }
  }

  private mutating func prepare(_ number: Int64, at now: Instant, into effects: inout Effects) {
    guard let task = state.task(number), task.outcome == nil, task.sent == nil else { return }
    let time = timestamp(at: now, effects)
    let leg = state.leg(of: task)
    var awaitsKeyPair = false
    if case .awaitKeyPair = leg { awaitsKeyPair = true }
    state.setWaiting(awaitsKeyPair, since: now, of: number)
    switch leg {
    case .wait, .awaitKeyPair: return
    case .impossible(let reason): return record(.event(number, .impossible(reason)), at: now)
    case .service(let action, let dataCenter):
      guard !task.isDirect else {
        guard settings.dataCenters[dataCenter].management != nil else {
          return record(.event(number, .impossible("no way to the management service")), at: now)
        }
        record(.asked(number, issued: time), at: now)
        break
      }
      let domain = settings.dataCenters[dataCenter].domain
      let request = ServiceRequest(request: operation(action).bytes, responseKey: FieldKey(&stream))
      var builder = builder(state.pairs.domains[domain])
      let transaction = request.transaction(
        to: settings.dataCenters[dataCenter].service, at: time, with: &builder, &effects.meter)
      stream = builder.stream
      let keys = builder.lastKey.map { ServiceKeys(fields: $0, response: request.responseKey) }
      record(.sent(number, transaction, domain: domain, keys), at: now)
    case .configuration(let configuration, let recipient):
      if case .replaceKeyPair = task.operation { effects.meter.charge(.generateKey) }
      var builder = builder(state.signer(of: task))
      let transaction = configuration.transaction(to: recipient, at: time, with: &builder, &effects.meter)
      stream = builder.stream
      record(.sent(number, transaction, domain: nil, nil), at: now)
    case .request(let request, let recipient):
      var builder = builder(state.pairs.repository)
      let transaction = request.transaction(to: recipient, at: time, with: &builder, &effects.meter)
      stream = builder.stream
      record(.sent(number, transaction, domain: nil, nil), at: now)
    }
    actions.append(.send(number, leg: task.leg))
  }

  private func operation(_ action: ManagementOperation.Action) -> ManagementOperation {
    ManagementOperation(credential: settings.credential, action: action)
  }

  /// Newer than any that the tenant made, or has seen on its way to one of its VNFs.
  private func timestamp(at now: Instant, _ effects: borrowing Effects) -> Int64 {
    max(effects.milliseconds(at: now), state.latestTimestamp &+ 1)
  }

  private func builder(_ pair: KeyPair) -> TransactionBuilder {
    TransactionBuilder(cryptography: cryptography, sender: pair, stream: stream)
  }

  // MARK: Without the blockchain

  /// The same request however often: the management service knows it by its id.
  func askDirectly(_ task: TenantTask, into effects: inout Effects) {
    guard case .direct(let issued) = task.sent else { return }
    guard case .service(let action, let dataCenter) = state.need(of: task) else { return }
    guard let management = settings.dataCenters[dataCenter].management else { return }
    let message = ManagementMessage.request(task.secret, issued: issued, operation: operation(action).bytes).bytes
    effects.meter.chargeChecked(message.count)
    effects.send(Payload(message), .managementRequest, to: management)
  }

  mutating func askAgain(into effects: inout Effects) {
    var isWaiting = false
    for number in state.open {
      guard let task = state.task(number), case .direct = task.sent else { continue }
      isWaiting = true
      askDirectly(task, into: &effects)
    }
    if isWaiting { effects.arm(again, after: settings.managementTimeout) }
  }

  /// A message of a management service.
  mutating func receiveResult(_ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects) {
    effects.meter.chargeChecked(payload.count)
    do throws(BSONError) {
      switch try ManagementMessage.decode(payload.bytes) {
      case .request: effects.drop(because: .unknownKind)
      case .result(let id, let result, let error, _):
        answered(id, .answered(result: result, error: error), at: now, into: &effects)
      case .forgotten(let id): answered(id, .answered(result: "", error: "forgotten"), at: now, into: &effects)
      }
    } catch {
      effects.drop(because: DropReason(error))
    }
  }
  private mutating func answered(
    _ id: Digest, _ event: OperationEvent, at now: Instant, into effects: inout Effects
  ) {
    let number = state.open.first { number in
      guard let task = state.task(number), case .direct = task.sent else { return false }
      return task.secret == id
    }
    guard let number else { return effects.drop(because: .unasked) }
    record(.event(number, event), at: now)
  }
}
