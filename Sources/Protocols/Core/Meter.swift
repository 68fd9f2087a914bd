/// Counts the work that a step really did, to be priced by the host's cost profile.
///
/// Operations of a signature suite are counted by suite-neutral names; the host prices them for the suite that the
/// scenario chose.
public struct Meter {
  /// What can be charged. The raw value indexes a price list; `name` stands in profiles.
  public enum Operation: Int, CaseIterable, Sendable {
    /// One signature made.
    case sign
    /// One signature verified.
    case verify
    /// One symmetric key sealed for a recipient's public key (RSA-OAEP).
    case seal
    /// One sealed symmetric key opened with the private key.
    case open
    /// A byte through AES-256-GCM.
    case cipherByte
    /// A byte through SHA-256.
    case hashByte
    /// A byte encoded to, or decoded from, BSON.
    case codecByte
    /// One message handed to or taken from the RPC/TLS layer.
    case message
    /// A byte through the RPC/TLS layer.
    case messageByte
    /// One transaction checked and filed: format, duplication, bookkeeping; without its cryptography.
    case transaction
    /// One transaction entered into the index.
    case index
    /// One question of a client taken up by the query service, without its index look-up, disk, hashing and decoding.
    case query
    /// One key pair made, for transactions.
    case generateKey
    /// One packet through a forwarding element.
    case packet
    /// A byte of such a packet.
    case packetByte
    /// One security association installed.
    case associate
    /// One peer of the control plane authenticated by a pre-shared key.
    case authenticate

    /// As written in a cost profile.
    public var name: String {
      switch self {
      case .sign: "sign"
      case .verify: "verify"
      case .seal: "seal"
      case .open: "open"
      case .cipherByte: "cipher-byte"
      case .hashByte: "hash-byte"
      case .codecByte: "codec-byte"
      case .message: "message"
      case .messageByte: "message-byte"
      case .transaction: "transaction"
      case .index: "index"
      case .query: "query"
      case .generateKey: "generate-key"
      case .packet: "packet"
      case .packetByte: "packet-byte"
      case .associate: "associate"
      case .authenticate: "authenticate"
      }
    }

    /// Whether its price depends on the signature suite.
    public var isOfSuite: Bool {
      switch self {
      case .sign, .verify, .seal, .open, .generateKey: true
      case .cipherByte, .hashByte, .codecByte, .message, .messageByte, .transaction, .index, .query, .packet,
        .packetByte, .associate, .authenticate:
        false
      }
    }

    /// Whether only the nodes of service chains do it.
    public var isOfForwarding: Bool {
      switch self {
      case .packet, .packetByte, .associate, .authenticate: true
      case .sign, .verify, .seal, .open, .cipherByte, .hashByte, .codecByte, .message, .messageByte, .transaction,
        .index, .query, .generateKey:
        false
      }
    }
  }

  /// Counts by `Operation.rawValue`.
  @usableFromInline var counts = InlineCounts()

  public init() {}

  @inlinable public mutating func charge(_ operation: Operation, _ count: Int = 1) {
    counts[operation.rawValue] &+= Int64(count)
  }

  @inlinable public func count(_ operation: Operation) -> Int64 { counts[operation.rawValue] }

  public mutating func clear() { counts = InlineCounts() }
}

/// Twenty-four counters without an allocation.
@usableFromInline struct InlineCounts {
  @usableFromInline
  var storage: (SIMD8<Int64>, SIMD8<Int64>, SIMD8<Int64>) = (.zero, .zero, .zero)

  @inlinable init() {}

  @inlinable subscript(index: Int) -> Int64 {
    get { index < 8 ? storage.0[index] : index < 16 ? storage.1[index - 8] : storage.2[index - 16] }
    set {
      if index < 8 {
        storage.0[index] = newValue
      } else if index < 16 {
        storage.1[index - 8] = newValue
      } else {
        storage.2[index - 16] = newValue
      }
    }
  }
}
