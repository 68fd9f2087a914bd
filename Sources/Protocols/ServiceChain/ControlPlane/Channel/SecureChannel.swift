import Vocabulary

/// One end of the channel between two nodes of the control plane: both show that they know the pre-shared key, each with a
/// fresh nonce of the other's in it, and everything after is sealed with AES-256-GCM under keys of this handshake.
///
/// Elements initiate, their managers respond (paper, 4.7). A lost message of the handshake is sent again by `retry`, a hello
/// that nobody answers less and less often; an end that forgot everything invites the other to a new handshake, and the old
/// session holds until that one is complete.
public struct SecureChannel {
  public enum Role: Sendable {
    case initiator, responder
  }

  /// What of a message concerns the channel's user.
  public struct Received: Equatable {
    /// A new session began.
    public var isNewSession = false
    /// Of a new session: whether the initiator has forgotten everything since the last one. Nil: this end knows of none, or is
    /// the initiator.
    public var isAnotherLife: Bool?
    public var content: [UInt8] = []
  }

  /// The initiator's attempts of one handshake before it begins with a new nonce.
  static let confirmAttempts = 3
  /// Calls of `retry` from one hello to the next, at most.
  static let longestPause = 16

  private enum Handshake {
    case none
    case greeted(nonce: [UInt8], proof: [UInt8])
    /// Initiator: the other end knows, as soon as something comes under the new keys.
    case confirming(ChannelKeys, initiatorNonce: [UInt8], attempts: Int)
    /// Responder: waits for a proof over this nonce, which all hellos are answered with until it comes. So an old hello that
    /// somebody sends again takes nothing from a fresh one.
    case challenged(nonce: [UInt8])
  }

  public let role: Role
  public let peer: NodeID
  /// Names the pre-shared key: the element's number.
  public let identity: UInt32
  private let key: PreSharedKey
  private var handshake = Handshake.none
  /// What the initiator's nonces begin with: at its own end from the first of them on, at the other from the first session on.
  private var life: [UInt8]?
  /// Calls of `retry` until the next hello, and from that to the one after it; the second doubles while nobody answers.
  private var pause = (left: 1, next: 2)
  private var session: ChannelSession?
  /// Shared by the channels of one node.
  private let cipher: FieldCipher

  init(_ role: Role, with peer: NodeID, identity: UInt32, key: PreSharedKey, cipher: FieldCipher) {
    self.role = role
    self.peer = peer
    self.identity = identity
    self.key = key
    self.cipher = cipher
  }

  /// Whether both ends are known to hold the keys.
  public var isEstablished: Bool {
    guard session != nil else { return false }
    if case .confirming = handshake { return false }
    return true
  }

  /// Whether a handshake is under way.
  var isShakingHands: Bool {
    switch handshake {
    case .none: false
    case .greeted, .confirming, .challenged: true
    }
  }

  /// Whether a handshake is under way that `retry` may have to help on.
  public var needsRetry: Bool {
    switch handshake {
    case .none: role == .initiator && session == nil
    case .greeted, .confirming: true
    case .challenged: false
    }
  }

  // MARK: What the user asks

  /// Initiator: begins a handshake, also when a session holds. Responder: asks the peer to.
  public mutating func connect(_ stream: inout RandomStream, into effects: inout Effects) {
    guard role == .initiator else { return send(.invite, into: &effects) }
    pause = (1, 2)
    greet(&stream, into: &effects)
  }

  private mutating func greet(_ stream: inout RandomStream, into effects: inout Effects) {
    let life = life ?? stream.bytes(ChannelMessage.lifeLength)
    self.life = life
    let nonce = life + stream.bytes(ChannelMessage.nonceLength - life.count)
    let proof = ChannelKeys.helloProof(key, identity: identity, nonce: nonce, &effects.meter)
    handshake = .greeted(nonce: nonce, proof: proof)
    send(.hello(identity: identity, nonce: nonce, proof: proof), into: &effects)
  }

  /// Sends once more what the other end seems not to have got. For calls at equal intervals.
  public mutating func retry(_ stream: inout RandomStream, into effects: inout Effects) {
    switch handshake {
    case .none: if role == .initiator, session == nil { connect(&stream, into: &effects) }
    case .greeted(let nonce, let proof):
      pause.left -= 1
      guard pause.left <= 0 else { return }
      pause = (pause.next, min(2 * pause.next, Self.longestPause))
      send(.hello(identity: identity, nonce: nonce, proof: proof), into: &effects)
    case .confirming(let keys, let nonce, let attempts):
      guard attempts < Self.confirmAttempts else { return connect(&stream, into: &effects) }
      confirm(keys, nonce, attempts: attempts + 1, into: &effects)
    case .challenged: break
    }
  }

  /// Seals the content and sends it; without a session it is not sent, and false comes back.
  public mutating func send(_ content: [UInt8], into effects: inout Effects) -> Bool {
    guard isEstablished else { return false }
    guard let record = session?.seal(content, &effects.meter) else { return false }
    send(record, into: &effects)
    return true
  }

  // MARK: What the other end says

  mutating func receive(
    _ message: ChannelMessage, _ stream: inout RandomStream, into effects: inout Effects
  ) throws(DropReason) -> Received {
    switch (role, message) {
    case (.responder, .hello(let identity, let nonce, let proof)):
      try welcome(identity, nonce, proof, &stream, into: &effects)
      return Received()
    case (.initiator, .challenge(let initiatorNonce, let nonce, let proof)):
      try answer(initiatorNonce, nonce, proof, into: &effects)
      return Received()
    case (.responder, .confirm(let number, let nonce, let proof)):
      return try conclude(number, nonce, proof, into: &effects)
    case (_, .record(let number, let sequence, let sealed)):
      return try open(sealed, sequence: sequence, session: number, &stream, into: &effects)
    case (.initiator, .invite):
      // What it asks for may be under way; if not, it is there now.
      if !isShakingHands { connect(&stream, into: &effects) } else { pause = (1, 2) }
      return Received()
    case (.initiator, .hello), (.initiator, .confirm), (.responder, .challenge), (.responder, .invite):
      throw .unknownKind
    }
  }

  private mutating func welcome(
    _ identity: UInt32, _ nonce: [UInt8], _ proof: [UInt8], _ stream: inout RandomStream,
    into effects: inout Effects
  ) throws(DropReason) {
    guard identity == self.identity else { throw .unknownSender }
    guard proof == ChannelKeys.helloProof(key, identity: identity, nonce: nonce, &effects.meter) else {
      throw .badProof
    }
    let own =
      if case .challenged(let nonce) = handshake { nonce } else { stream.bytes(ChannelMessage.nonceLength) }
    handshake = .challenged(nonce: own)
    let keys = ChannelKeys(
      key, identity: identity, initiatorNonce: nonce, responderNonce: own, &effects.meter)
    send(.challenge(initiatorNonce: nonce, nonce: own, proof: keys.responderProof), into: &effects)
  }

  private mutating func answer(
    _ initiatorNonce: [UInt8], _ nonce: [UInt8], _ proof: [UInt8], into effects: inout Effects
  ) throws(DropReason) {
    guard case .greeted(initiatorNonce, _) = handshake else { throw .unasked }
    let keys = ChannelKeys(
      key, identity: identity, initiatorNonce: initiatorNonce, responderNonce: nonce, &effects.meter)
    guard proof == keys.responderProof else { throw .badProof }
    effects.meter.charge(.authenticate)
    session = ChannelSession(keys, isInitiator: true, cipher: cipher)
    confirm(keys, initiatorNonce, attempts: 1, into: &effects)
  }

  private mutating func confirm(
    _ keys: ChannelKeys, _ nonce: [UInt8], attempts: Int, into effects: inout Effects
  ) {
    handshake = .confirming(keys, initiatorNonce: nonce, attempts: attempts)
    send(.confirm(session: keys.session, initiatorNonce: nonce, proof: keys.initiatorProof), into: &effects)
  }

  private mutating func conclude(
    _ number: UInt64, _ initiatorNonce: [UInt8], _ proof: [UInt8], into effects: inout Effects
  ) throws(DropReason) -> Received {
    if session?.number == number {
      // The answer to the proof was lost: once more.
      _ = send([], into: &effects)
      return Received()
    }
    guard case .challenged(let nonce) = handshake else { throw .badRecord }
    let keys = ChannelKeys(
      key, identity: identity, initiatorNonce: initiatorNonce, responderNonce: nonce, &effects.meter)
    guard keys.session == number else { throw .badRecord }
    guard proof == keys.initiatorProof else { throw .badProof }
    effects.meter.charge(.authenticate)
    session = ChannelSession(keys, isInitiator: false, cipher: cipher)
    handshake = .none
    _ = send([], into: &effects)
    let (last, life) = (life, Array(initiatorNonce.prefix(ChannelMessage.lifeLength)))
    self.life = life
    return Received(isNewSession: true, isAnotherLife: last.map { $0 != life })
  }

  private mutating func open(
    _ sealed: [UInt8], sequence: UInt32, session number: UInt64, _ stream: inout RandomStream,
    into effects: inout Effects
  ) throws(DropReason) -> Received {
    guard session?.number == number, var opening = session else {
      // Of a session that this end forgot, or gave up.
      if session == nil, !needsRetry { connect(&stream, into: &effects) }
      throw .badRecord
    }
    let content = try opening.open(sealed, sequence: sequence, &effects.meter)
    session = opening
    guard case .confirming = handshake else { return Received(content: content) }
    handshake = .none
    return Received(isNewSession: true, content: content)
  }

  private func send(_ message: ChannelMessage, into effects: inout Effects) {
    let kind: MessageKind =
      if case .record = message { .controlRecord } else { .controlHandshake }
    effects.send(Payload(message.bytes), kind, to: peer)
  }
}

extension MessageKind {
  public static let controlHandshake = MessageKind(slot: 28)
  public static let controlRecord = MessageKind(slot: 29)
}
