/// What management services and the hosts of VNFs say to each other on a platform's internal network, BSON:
/// docs/formats/messages.md. `instance` names one VNF for its whole life; nobody can guess it.
public enum VNFMessage: Hashable, Sendable {
  /// Starts a VNF, as ordered. To a host that runs it already it says nothing new.
  case boot(instance: String, VNFOrder)
  /// The instance runs.
  case ready(instance: String)
  /// Destroys the instance, and all that it knows.
  case terminate(instance: String)
  /// The instance does not run there.
  case absent(instance: String)
  /// Asks whether the instance runs: answered with `ready` or `absent`.
  case probe(instance: String)

  /// The first field of every message.
  public enum Kind: Int32, CaseIterable, Sendable {
    case boot = 50
    case ready = 51
    case terminate = 52
    case absent = 53
    case probe = 54
  }

  public var kind: Kind {
    switch self {
    case .boot: .boot
    case .ready: .ready
    case .terminate: .terminate
    case .absent: .absent
    case .probe: .probe
    }
  }

  public var instance: String {
    switch self {
    case .boot(let instance, _), .ready(let instance), .terminate(let instance), .absent(let instance),
      .probe(let instance):
      instance
    }
  }

  /// The message as a BSON document, with a checksum.
  public var bytes: [UInt8] { CheckedDocument.bytes(document) }

  private var document: [UInt8] {
    BSONWriter.encode(reserving: 512) { w in
      w.int32("kind", kind.rawValue)
      w.string("instance", instance)
      if case .boot(_, let order) = self { order.write(to: &w) }
    }
  }

  public static func decode(_ bytes: [UInt8]) throws(BSONError) -> VNFMessage {
    try BSONReader.decode(try CheckedDocument.document(of: bytes)) { r throws(BSONError) in
      let place = r.position
      guard let kind = Kind(rawValue: try r.int32("kind")) else { throw BSONError(.badValue, at: place) }
      let instance = try r.string("instance")
      switch kind {
      case .boot: return .boot(instance: instance, try VNFOrder.read(from: &r))
      case .ready: return .ready(instance: instance)
      case .terminate: return .terminate(instance: instance)
      case .absent: return .absent(instance: instance)
      case .probe: return .probe(instance: instance)
      }
    }
  }
}

extension MessageKind {
  public static let vnfOrder = MessageKind(slot: 26)
  public static let vnfState = MessageKind(slot: 27)
}
