import Vocabulary

/// The management service of a data center: a model of an NFV platform (crb-smb 3.3.1), which creates VNFs and chains,
/// switches paths and deletes VNFs, one request after another, each in the platform's native time. docs/models/platform.md.
///
/// A request is known by its id: however often it comes, and over crashes, it is carried out once and has one result.
public struct ManagementService: StateMachine {
  public let settings: ManagementSettings
  /// For names that nobody can guess: another stream in each life.
  private var stream: RandomStream
  /// What holds now.
  public internal(set) var state = PlatformState()
  var journal: ManagementJournal
  var results: RecentResults
  /// The first is being carried out.
  var queue: [ManagementJob] = []
  public private(set) var isReady = false
  /// Of its journal, while it is read back.
  private var firstFile: [UInt8]?

  private static let work = TimerID(slot: 0)
  private static let retry = TimerID(slot: 1)

  public init(_ settings: ManagementSettings, stream: RandomStream) {
    self.settings = settings
    self.stream = stream
    journal = ManagementJournal(turnSize: settings.journalTurn)
    results = RecentResults(capacity: settings.memory)
  }

  /// Requests that are not answered yet.
  public var openRequests: Int { queue.count }

  public mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {
    switch input {
    case .started: journal.log.read(into: &effects)
    case .read(_, _, let contents):
      guard let both = journal.log.next(after: firstFile, contents.joined, into: &effects) else {
        firstFile = contents.joined
        return
      }
      firstFile = nil
      recover(from: both, into: &effects)
      isReady = true
      turn(at: now, into: &effects)
    case .message(let payload, let sender):
      guard isReady else { return effects.drop(because: .starting) }
      receive(payload, from: sender, at: now, into: &effects)
    case .packet: break
    case .timer(Self.work): worked(at: now, into: &effects)
    case .timer: askAgain(at: now, into: &effects)
    case .synced(_, let ticket):
      journal.log.durable(upTo: ticket, into: &effects)
      durable(upTo: ticket, at: now, into: &effects)
    }
    if journal.log.isFull { journal.log.turn(snapshot.bytes, into: &effects) }
  }

  // MARK: Requests

  private mutating func receive(_ payload: Payload, from sender: NodeID, at now: Instant, into effects: inout Effects) {
    effects.meter.chargeChecked(payload.count)
    if let message = try? ManagementMessage.decode(payload.bytes) {
      switch message {
      case .request(let id, let issued, let operation):
        take(id, issued: issued, operation, from: sender, at: now, into: &effects)
      case .result, .forgotten: effects.drop(because: .unknownKind)
      }
      return
    }
    // Looked at once more, as the other kind.
    effects.meter.chargeChecked(payload.count)
    do throws(BSONError) {
      hear(try VNFMessage.decode(payload.bytes), from: sender, at: now, into: &effects)
    } catch {
      effects.drop(because: DropReason(error))
    }
  }

  private mutating func take(
    _ id: Digest, issued: Int64, _ operation: [UInt8], from sender: NodeID, at now: Instant, into effects: inout Effects
  ) {
    if let result = results[id] { return answer(id, result, to: sender, into: &effects) }
    if let place = queue.firstIndex(where: { $0.id == id }) {
      queue[place].asker = sender
      return
    }
    guard issued > results.floor else { return send(.forgotten(id), to: sender, into: &effects) }
    effects.note(ManagementNote.requested.about(id.number))
    let ticket = journal.write(.received(id, issued: issued, operation: operation, asker: sender), into: &effects)
    queue.append(ManagementJob(id, issued: issued, operation, asker: sender, phase: .recording(ticket)))
  }

  private func answer(_ id: Digest, _ result: ManagementResult, to asker: NodeID, into effects: inout Effects) {
    send(
      .result(id, result: result.result, error: result.error, completed: result.completed), to: asker, into: &effects)
  }

  private func send(_ message: ManagementMessage, to asker: NodeID, into effects: inout Effects) {
    let bytes = message.bytes
    effects.meter.chargeChecked(bytes.count)
    effects.send(Payload(bytes), .managementResult, to: asker)
  }

  /// What was written down is durable: now it is done.
  private mutating func durable(upTo ticket: DiskTicket, at now: Instant, into effects: inout Effects) {
    for place in queue.indices {
      guard case .recording(let own) = queue[place].phase, own.number <= ticket.number else { continue }
      queue[place].phase = .waiting
    }
    if let job = queue.first {
      switch job.phase {
      case .allocating(let own) where own.number <= ticket.number: begin(into: &effects)
      case .closing(let own, let result) where own.number <= ticket.number:
        queue.removeFirst()
        close(job, result)
        effects.note(ManagementNote.completed.about(job.id.number))
        if result.error.isEmpty, job.operation?.action.changesPath == true {
          effects.note(ManagementNote.pathChanged.about(job.id.number))
        }
        answer(job.id, result, to: job.asker, into: &effects)
      case .recording, .waiting, .allocating, .working, .asking, .closing: break
      }
    }
    turn(at: now, into: &effects)
  }

  /// What holds from now on.
  mutating func close(_ job: ManagementJob, _ result: ManagementResult) {
    results.record(RecentResults.Entry(of: job, result))
    guard result.error.isEmpty, let operation = job.operation else {
      if let host = job.instance?.host { state.free(host) }
      return
    }
    state.apply(operation, result: result.result, on: job.instance?.host)
  }

  // MARK: Carrying out

  /// Begins with the first request, if it waits.
  private mutating func turn(at now: Instant, into effects: inout Effects) {
    guard let job = queue.first, case .waiting = job.phase else { return }
    guard job.issued <= effects.milliseconds(at: now) + settings.clockTolerance.nanoseconds / 1_000_000 else {
      effects.drop(because: .futureDated)
      return finish("", error: "dated ahead", at: now, into: &effects)
    }
    guard let operation = job.operation else { return finish("", error: "malformed request", at: now, into: &effects) }
    guard settings.credentials.contains(operation.credential) else {
      return finish("", error: "unknown credential", at: now, into: &effects)
    }
    if let objection = state.objection(to: operation) ?? stranger(in: operation.action) {
      return finish("", error: objection, at: now, into: &effects)
    }
    guard case .createVNF = operation.action, job.instance == nil else { return begin(into: &effects) }
    guard let host = state.freeHost(of: settings.hosts) else {
      return finish("", error: "no free host", at: now, into: &effects)
    }
    let instance = InstanceName(on: host, &stream)
    state.take(host)
    queue[0].instance = instance
    queue[0].phase = .allocating(journal.write(.allocated(job.id, instance: instance.text), into: &effects))
  }

  /// Why an instance that is asked for cannot be one: no host has such a name. Nobody else is ever asked.
  private func stranger(in action: ManagementOperation.Action) -> String? {
    action.instances.first { InstanceName($0).map { !settings.reach.contains($0.host) } ?? true }
      .map { "\($0) is no instance" }
  }

  private mutating func begin(into effects: inout Effects) {
    guard let operation = queue[0].operation else { return }
    queue[0].phase = .working
    effects.arm(Self.work, after: settings.durations.of(operation.action))
  }

  /// The platform has done its part: hosts are to do theirs.
  private mutating func worked(at now: Instant, into effects: inout Effects) {
    guard let job = queue.first, case .working = job.phase, let operation = job.operation else { return }
    let instances = job.instance.map { [$0] } ?? operation.action.instances.compactMap(InstanceName.init)
    queue[0].phase = .asking(instances)
    guard !instances.isEmpty else { return succeed(at: now, into: &effects) }
    ask(into: &effects)
  }

  private mutating func ask(into effects: inout Effects) {
    guard let job = queue.first, case .asking(let instances) = job.phase, let operation = job.operation else { return }
    queue[0].attempts += 1
    for instance in instances {
      let message: VNFMessage =
        switch operation.action {
        case .createVNF(let order): .boot(instance: instance.text, order)
        case .deleteVNF: .terminate(instance: instance.text)
        case .createChain, .switchPath, .deleteChain: .probe(instance: instance.text)
        }
      let bytes = message.bytes
      effects.meter.chargeChecked(bytes.count)
      effects.send(Payload(bytes), .vnfOrder, to: instance.host)
    }
    effects.arm(Self.retry, after: settings.retry)
  }

  private mutating func askAgain(at now: Instant, into effects: inout Effects) {
    guard let job = queue.first, case .asking(let instances) = job.phase else { return }
    guard Int64(job.attempts) * settings.retry.nanoseconds < settings.patience.nanoseconds else {
      return finish("", error: "\(instances[0].text) does not answer", at: now, into: &effects)
    }
    ask(into: &effects)
  }

  /// A host says how it is with an instance.
  private mutating func hear(
    _ message: VNFMessage, from host: NodeID, at now: Instant, into effects: inout Effects
  ) {
    guard let job = queue.first, case .asking(var instances) = job.phase, let operation = job.operation,
      let place = instances.firstIndex(where: { $0.host == host && $0.text == message.instance })
    else { return effects.drop(because: .unasked) }
    switch (message, operation.action) {
    case (.ready, .createVNF), (.ready, .createChain), (.ready, .switchPath), (.absent, .deleteVNF):
      instances.remove(at: place)
      queue[0].phase = .asking(instances)
      if instances.isEmpty { succeed(at: now, into: &effects) }
    case (.absent, .createChain), (.absent, .switchPath):
      finish("", error: "\(message.instance) is not ready", at: now, into: &effects)
    case (.ready, _), (.absent, _): effects.drop(because: .unasked)
    case (.boot, _), (.terminate, _), (.probe, _): effects.drop(because: .unknownKind)
    }
  }

  private mutating func succeed(at now: Instant, into effects: inout Effects) {
    guard let job = queue.first, let operation = job.operation else { return }
    let result: String =
      switch operation.action {
      case .createVNF: job.instance?.text ?? ""
      // As hard to guess as the id that its asker gave it.
      case .createChain: "chain-\(job.id.description.prefix(32))"
      case .switchPath, .deleteVNF, .deleteChain: ""
      }
    finish(result, error: "", at: now, into: &effects)
  }

  private mutating func finish(_ result: String, error: String, at now: Instant, into effects: inout Effects) {
    let time = effects.milliseconds(at: now)
    let ticket = journal.write(
      .completed(queue[0].id, result: result, error: error, at: time), into: &effects)
    effects.cancel(Self.retry)
    queue[0].phase = .closing(ticket, ManagementResult(result: result, error: error, completed: time))
  }
}

extension ManagementOperation.Action {
  /// Those that must run, or that are to run no more.
  var instances: [String] {
    switch self {
    case .createChain(let path): path
    case .switchPath(_, _, let to): [to]
    case .deleteVNF(let instance): [instance]
    case .createVNF, .deleteChain: []
    }
  }

  var changesPath: Bool {
    switch self {
    case .createChain, .switchPath: true
    case .createVNF, .deleteVNF, .deleteChain: false
    }
  }
}

extension Digest {
  /// Its first eight bytes, for a note.
  public var number: Int64 { Int64(bitPattern: prefix) }
}
