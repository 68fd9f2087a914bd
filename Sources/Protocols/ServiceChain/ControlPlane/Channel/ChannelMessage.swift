/// What passes between the two ends of a secure channel: one byte says which it is, the rest has a fixed layout; numbers are
/// big-endian. docs/models/service-chains.md.
enum ChannelMessage: Hashable {
  static let nonceLength = 32
  /// The bytes of an initiator's nonce that are the same in all its handshakes, until it forgets everything.
  static let lifeLength = 8
  static let proofLength = Digest.byteCount

  /// Opens a handshake: who asks, its nonce, and a proof that it knows the key.
  case hello(identity: UInt32, nonce: [UInt8], proof: [UInt8])
  /// Answers with a nonce and a proof over both.
  case challenge(initiatorNonce: [UInt8], nonce: [UInt8], proof: [UInt8])
  /// Closes the handshake: a proof over both nonces, of which the responder has kept its own.
  case confirm(session: UInt64, initiatorNonce: [UInt8], proof: [UInt8])
  /// Sealed content. The sequence number is its nonce, and counts from 1 in each direction of each session.
  case record(session: UInt64, sequence: UInt32, sealed: [UInt8])
  /// "I know no session with you; say hello." Nobody has signed it: it only starts a handshake.
  case invite

  private enum Kind: UInt8 {
    case hello = 1
    case challenge, confirm, record, invite
  }

  var bytes: [UInt8] {
    switch self {
    case .hello(let identity, let nonce, let proof):
      [Kind.hello.rawValue] + identity.wireBytes + nonce + proof
    case .challenge(let initiatorNonce, let nonce, let proof):
      [Kind.challenge.rawValue] + initiatorNonce + nonce + proof
    case .confirm(let session, let initiatorNonce, let proof):
      [Kind.confirm.rawValue] + session.wireBytes + initiatorNonce + proof
    case .record(let session, let sequence, let sealed):
      [Kind.record.rawValue] + session.wireBytes + sequence.wireBytes + sealed
    case .invite: [Kind.invite.rawValue]
    }
  }

  /// Nil if the bytes are no such message.
  init?(_ bytes: [UInt8]) {
    guard let first = bytes.first, let kind = Kind(rawValue: first) else { return nil }
    var rest = bytes[1...]
    func take(_ count: Int) -> [UInt8]? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    switch kind {
    case .hello:
      guard let identity = take(4), let nonce = take(Self.nonceLength), let proof = take(Self.proofLength) else {
        return nil
      }
      self = .hello(identity: UInt32(wireBytes: identity), nonce: nonce, proof: proof)
    case .challenge:
      guard let initiatorNonce = take(Self.nonceLength), let nonce = take(Self.nonceLength),
        let proof = take(Self.proofLength)
      else { return nil }
      self = .challenge(initiatorNonce: initiatorNonce, nonce: nonce, proof: proof)
    case .confirm:
      guard let session = take(8), let initiatorNonce = take(Self.nonceLength), let proof = take(Self.proofLength)
      else { return nil }
      self = .confirm(session: UInt64(wireBytes: session), initiatorNonce: initiatorNonce, proof: proof)
    case .record:
      guard let session = take(8), let sequence = take(4) else { return nil }
      guard rest.count >= FieldCipher.tagLength else { return nil }
      self = .record(
        session: UInt64(wireBytes: session), sequence: UInt32(wireBytes: sequence), sealed: Array(rest))
      rest = []
    case .invite: self = .invite
    }
    guard rest.isEmpty else { return nil }
  }
}

extension FixedWidthInteger {
  var wireBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { [UInt8]($0) } }

  init(wireBytes: [UInt8]) { self = wireBytes.reduce(0) { $0 << 8 | Self($1) } }
}
