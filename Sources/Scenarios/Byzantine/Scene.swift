import Protocols
import Vocabulary

/// What a behaviour sees and does in one step of its module.
struct Scene {
  /// Who it is, with its key.
  let member: ByzantineMember
  /// The honest replica inside: before the step in `hears`, after it elsewhere.
  let replica: Replica
  /// By the module's own clock.
  let now: Instant
  /// What the host is told. Work of the behaviour is metered as the module's own: a liar's machine is no faster.
  var effects = Effects()

  init(_ member: ByzantineMember, _ replica: Replica, at now: Instant) {
    self.member = member
    self.replica = replica
    self.now = now
  }

  /// Lets the message leave as it is.
  mutating func pass(_ message: Outgoing) {
    if let receiver = message.receiver {
      effects.send(message.payload, message.kind, to: receiver)
    } else {
      effects.broadcast(message.payload, message.kind)
    }
  }

  /// Lets the message leave as it is, for some of its receivers.
  mutating func pass(_ message: Outgoing, to members: [Int]) {
    for member in members { effects.send(message.payload, message.kind, to: NodeID(member)) }
  }

  /// Lets the message leave as it is, a while later.
  mutating func pass(_ message: Outgoing, after span: TimeSpan) {
    member.postpone(message, until: now + span)
    member.armPostponed(at: now, into: &effects)
  }

  /// Sends a message of the behaviour's own to some of the others, or to all.
  mutating func send(_ message: ConsensusMessage, to members: [Int]? = nil) {
    let payload = Payload(message.bytes)
    effects.meter.charge(.codecByte, payload.count)
    guard let members else { return effects.broadcast(payload, message.kind) }
    for member in members { effects.send(payload, message.kind, to: NodeID(member)) }
  }

  /// Tells a client something of the behaviour's own.
  mutating func answer(_ message: ClientMessage, _ kind: MessageKind, to client: NodeID) {
    let payload = Payload(message)
    effects.meter.charge(.codecByte, payload.count)
    effects.send(payload, kind, to: client)
  }

  /// The members that a message goes to.
  func receivers(of message: Outgoing) -> [Int] {
    guard let receiver = message.receiver else { return member.others }
    return receiver.index < member.membership.count ? [Int(receiver.index)] : []
  }

  /// The others in two parts, neither empty where there are two: a new draw each time.
  func halves() -> (first: [Int], second: [Int]) {
    let shuffled = member.shuffledOthers()
    let middle = shuffled.count / 2
    return (shuffled[..<middle].sorted(), shuffled[middle...].sorted())
  }
}
