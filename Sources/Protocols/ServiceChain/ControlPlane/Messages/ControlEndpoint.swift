import Vocabulary

/// A node's side of all its conversations in the control plane: one secure channel a peer, requests that are sent again until
/// they are answered or patience ends, and the answers given lately, for requests that come again.
public struct ControlEndpoint {
  /// Somebody that the node talks to.
  public struct Peer: Hashable, Sendable {
    public var node: NodeID
    public var role: SecureChannel.Role
    /// The element on whichever side it is: names the key.
    public var identity: UInt32
    public var key: PreSharedKey

    /// - Parameter role: the node's own; elements initiate.
    public init(_ node: NodeID, role: SecureChannel.Role, identity: UInt32, key: PreSharedKey) {
      self.node = node
      self.role = role
      self.identity = identity
      self.key = key
    }
  }

  public struct Patience: Hashable, Sendable {
    /// How long it waits before it sends again.
    public var retry: TimeSpan
    /// How long a request may stay unanswered in all.
    public var limit: TimeSpan

    public init(retry: TimeSpan = .milliseconds(500), limit: TimeSpan = .seconds(10)) {
      self.retry = retry
      self.limit = limit
    }
  }

  /// What happened that concerns the node.
  public enum Event {
    /// A new session began. The peer has forgotten everything, or has not; nil: that is not known.
    case connected(NodeID, isAnotherLife: Bool?)
    case asked(ControlRequest, Ticket)
    case answered(id: Int64, ControlAnswer, by: NodeID)
    /// Patience ended.
    case unanswered(id: Int64, by: NodeID)
  }

  /// Where an answer belongs.
  public struct Ticket: Hashable, Sendable {
    public var node: NodeID
    public var id: Int64

    /// Whether the same life of the same node asked it before the other one.
    func precedes(_ other: Ticket) -> Bool {
      node == other.node && id >> ControlEndpoint.lifeShift == other.id >> ControlEndpoint.lifeShift && id < other.id
    }
  }

  private struct Outstanding {
    var id: Int64
    var bytes: [UInt8]
    var asked: Instant
    var sent: Instant?
    var limit: TimeSpan
    var attempts = 0

    /// Longer from attempt to attempt: some answers take their time.
    func isDue(at now: Instant, retry: TimeSpan) -> Bool {
      guard let sent else { return true }
      return now - sent >= retry * (1 << Int64(min(attempts, 4)))
    }
  }

  private struct Conversation {
    var channel: SecureChannel
    var outstanding: [Outstanding] = []
    /// The last requests of the peer: nil while it is not answered.
    var requests: [(id: Int64, answer: [UInt8]?)] = []
    var isOpen = false
  }

  /// Requests of a peer that are remembered.
  static let memory = 128
  /// Ids count up from a number of the life, which stands above these bits.
  private static let lifeShift = 31

  public let patience: Patience
  private let timer: TimerID
  private var conversations: [Conversation] = []
  private var places: [NodeID: Int] = [:]
  private var stream: RandomStream
  private var nextID: Int64
  private var timerRuns = false
  private let cipher = FieldCipher()

  /// - Parameter stream: for nonces and ids; another one in each life of the node.
  public init(
    peers: [Peer], patience: Patience = Patience(), timer: TimerID = TimerID(slot: 0), stream: RandomStream
  ) {
    self.patience = patience
    self.timer = timer
    self.stream = stream
    nextID = Int64(self.stream.below(1 << 31)) << Self.lifeShift
    for peer in peers { add(peer) }
  }

  /// A peer more, or another key for one: what was said with the old one is forgotten.
  public mutating func add(_ peer: Peer) {
    let channel = SecureChannel(
      peer.role, with: peer.node, identity: peer.identity, key: peer.key, cipher: cipher)
    if let place = places[peer.node] {
      conversations[place] = Conversation(channel: channel)
    } else {
      places[peer.node] = conversations.count
      conversations.append(Conversation(channel: channel))
    }
  }

  public func isConnected(to node: NodeID) -> Bool {
    places[node].map { conversations[$0].channel.isEstablished } ?? false
  }

  /// Begins a handshake with the peer, or asks it to.
  public mutating func connect(to node: NodeID, into effects: inout Effects) {
    guard let place = places[node] else { return }
    conversations[place].isOpen = true
    conversations[place].channel.connect(&stream, into: &effects)
    keepTime(into: &effects)
  }

  // MARK: Asking and answering

  /// Asks a peer. The answer comes as an event with the id.
  public mutating func ask(
    _ request: ControlRequest, of node: NodeID, limit: TimeSpan? = nil, at now: Instant, into effects: inout Effects
  ) -> Int64 {
    guard let place = places[node] else { preconditionFailure("\(node) is no peer") }
    nextID += 1
    let bytes = ControlMessage.request(id: nextID, request).bytes
    effects.meter.charge(.codecByte, bytes.count)
    let isSent = conversations[place].channel.send(bytes, into: &effects)
    if !isSent, !conversations[place].channel.isShakingHands {
      conversations[place].channel.connect(&stream, into: &effects)
    }
    conversations[place].isOpen = true
    conversations[place].outstanding.append(
      Outstanding(
        id: nextID, bytes: bytes, asked: now, sent: isSent ? now : nil, limit: limit ?? patience.limit))
    keepTime(into: &effects)
    return nextID
  }

  /// Nobody waits for the answer any more: it is not sent again.
  mutating func withdraw(_ id: Int64) {
    for place in conversations.indices { conversations[place].outstanding.removeAll { $0.id == id } }
  }

  public mutating func answer(_ ticket: Ticket, _ answer: ControlAnswer, into effects: inout Effects) {
    guard let place = places[ticket.node] else { return }
    guard let entry = conversations[place].requests.firstIndex(where: { $0.id == ticket.id }) else { return }
    let bytes = ControlMessage.answer(id: ticket.id, answer).bytes
    effects.meter.charge(.codecByte, bytes.count)
    conversations[place].requests[entry].answer = bytes
    _ = conversations[place].channel.send(bytes, into: &effects)
  }

  // MARK: Inputs

  /// What a message brings; what it does not deserve is dropped.
  public mutating func receive(
    _ payload: Payload, from node: NodeID, at now: Instant, into effects: inout Effects
  ) -> [Event] {
    do throws(DropReason) {
      guard let place = places[node] else { throw .unknownSender }
      guard payload.count <= ControlMessage.largest else { throw .oversized }
      guard let message = ChannelMessage(payload.bytes) else { throw .malformed }
      let received = try conversations[place].channel.receive(message, &stream, into: &effects)
      var events: [Event] = []
      if received.isNewSession {
        events.append(.connected(node, isAnotherLife: received.isAnotherLife))
        resend(place, all: true, at: now, into: &effects)
      }
      keepTime(into: &effects)
      guard !received.content.isEmpty else { return events }
      effects.meter.charge(.codecByte, received.content.count)
      if let event = try take(try ControlMessage.decode(received.content), place, node, into: &effects) {
        events.append(event)
      }
      return events
    } catch {
      effects.drop(because: error)
      return []
    }
  }

  private mutating func take(
    _ message: ControlMessage, _ place: Int, _ node: NodeID, into effects: inout Effects
  ) throws(DropReason) -> Event? {
    switch message {
    case .request(let id, let request):
      if let known = conversations[place].requests.first(where: { $0.id == id }) {
        guard let answer = known.answer else { throw .askedAgain }
        _ = conversations[place].channel.send(answer, into: &effects)
        return nil
      }
      if conversations[place].requests.count >= Self.memory { conversations[place].requests.removeFirst() }
      conversations[place].requests.append((id, nil))
      return .asked(request, Ticket(node: node, id: id))
    case .answer(let id, let answer):
      guard let entry = conversations[place].outstanding.firstIndex(where: { $0.id == id }) else { throw .unasked }
      conversations[place].outstanding.remove(at: entry)
      return .answered(id: id, answer, by: node)
    }
  }

  /// The timer ran out: what is unanswered goes out once more, and what has waited too long comes back.
  public mutating func tick(at now: Instant, into effects: inout Effects) -> [Event] {
    timerRuns = false
    var events: [Event] = []
    for place in conversations.indices where conversations[place].isOpen {
      let node = conversations[place].channel.peer
      for late in conversations[place].outstanding where now - late.asked >= late.limit {
        events.append(.unanswered(id: late.id, by: node))
      }
      conversations[place].outstanding.removeAll { now - $0.asked >= $0.limit }
      if conversations[place].channel.needsRetry {
        conversations[place].channel.retry(&stream, into: &effects)
      } else if !conversations[place].outstanding.isEmpty, !conversations[place].channel.isEstablished {
        conversations[place].channel.connect(&stream, into: &effects)
      }
      resend(place, all: false, at: now, into: &effects)
    }
    keepTime(into: &effects)
    return events
  }

  private mutating func resend(_ place: Int, all: Bool, at now: Instant, into effects: inout Effects) {
    for entry in conversations[place].outstanding.indices {
      let request = conversations[place].outstanding[entry]
      guard all || request.isDue(at: now, retry: patience.retry) else { continue }
      guard conversations[place].channel.send(request.bytes, into: &effects) else { return }
      conversations[place].outstanding[entry].sent = now
      conversations[place].outstanding[entry].attempts += 1
    }
  }

  private mutating func keepTime(into effects: inout Effects) {
    guard !timerRuns else { return }
    let isNeeded = conversations.contains { $0.isOpen && ($0.channel.needsRetry || !$0.outstanding.isEmpty) }
    guard isNeeded else { return }
    timerRuns = true
    effects.arm(timer, after: patience.retry)
  }
}
