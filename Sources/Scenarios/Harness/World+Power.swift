import Protocols
import SimKernel
import Vocabulary

/// What faults do to a host.
extension World {
  /// The node loses power: its work, its timers, what is not durable and its machine are gone; what arrives is lost.
  /// Without effect on a node that is down already.
  func crash(_ node: NodeID) {
    let host = hosts[Int(node.index)]
    guard host.condition != .down else { return }
    guard let makeMachine = host.makeMachine else { preconditionFailure("\(node) cannot be started again") }
    for word in processors.halt(node) { discard(Job(word: word), at: node) }
    for job in host.held { discard(job, at: node) }
    for word in host.forwarded { lose(Int32(truncatingIfNeeded: word), at: node, on: nil) }
    // What is still being done comes back as abandoned.
    for place in host.finished + host.unreleased.filter(\.isDone).map(\.place) { abandon(place, by: node) }
    host.held = []
    host.finished = []
    host.forwarded = []
    host.unreleased = []
    timers.cancelAll(node)
    host.disk?.losePower()
    host.condition = .down
    host.losses += 1
    host.machine = makeMachine()
    observer.lostPower(node)
  }

  /// A request to the node's disk failed. What it was about may never become durable, whatever a later sync says: the
  /// process ends, and a new life starts from what the disk really holds.
  func halt(_ node: NodeID) {
    guard let faults else { preconditionFailure("the disk of \(node) failed without a fault") }
    halts += 1
    faults.halted(node)
  }

  /// The node's machine refused to start: it stays down until what it refused is put right.
  func halt(_ node: NodeID, because defect: MembershipDefect) {
    guard let faults else { preconditionFailure("\(node) refused to start without a fault: \(defect.rawValue)") }
    halts += 1
    transcript?.add(simulator.now, node, "refuses to start: \(defect.rawValue)")
    observer.refused(defect, by: node)
    faults.refused(node)
  }

  /// Power is back: a new machine starts on what the disk holds. Only for a node that is down.
  func restart(_ node: NodeID) {
    let host = hosts[Int(node.index)]
    guard host.condition == .down else { return }
    host.condition = .running
    host.signerFreeAt = simulator.now
    observer.restarted(node, at: simulator.now)
    causes?.restarts(node)
    simulator.schedule(Event(Kind.started, node: node), after: .zero)
  }

  /// The node stands still: nothing starts, and what is done has no effect before it goes on.
  func pause(_ node: NodeID) {
    let host = hosts[Int(node.index)]
    guard host.condition == .running else { return }
    host.condition = .paused
  }

  /// The node goes on with what was done, what waited, and what arrived meanwhile, in this order.
  func resume(_ node: NodeID) {
    let host = hosts[Int(node.index)]
    guard host.condition == .paused else { return }
    host.condition = .running
    let (forwarded, finished, held) = (host.forwarded, host.finished, host.held)
    host.forwarded = []
    host.finished = []
    host.held = []
    for word in forwarded { release(forwarded: word, host) }
    for place in finished { finish(place, of: node) }
    startWaiting(on: node)
    for job in held { arrive(job, at: node) }
  }

  /// Gives up what a job would have used.
  func discard(_ job: Job, at node: NodeID) {
    switch job.kind {
    case .packet: lose(job.b, at: node, on: PortNumber(Int(job.a)))
    case .message: payloads.release(job.b)
    case .disk: _ = answers.take(job.b)
    case .start, .timer: break
    }
  }

  /// A copy of the payload with one bit changed, for one receiver; nil when it is empty.
  func changed(_ place: Int32, position: UInt64, bit: UInt64) -> Int32? {
    var bytes = payloads.payload(at: place).bytes
    guard !bytes.isEmpty else { return nil }
    bytes[Int(position % UInt64(bytes.count))] ^= 1 << UInt8(bit % 8)
    let copy = insert(Payload(bytes), references: 1)
    causes?.copies(place, to: copy)
    return copy
  }
}
