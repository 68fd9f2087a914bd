/// What a management service and those that ask it say to each other on a data center's internal network, BSON:
/// docs/formats/messages.md. A request that comes again with the same `id` is the same request: it is not executed twice,
/// and has the same result.
public enum ManagementMessage: Hashable, Sendable {
  /// `operation`: a `ManagementOperation`, encoded. `issued`: when it was first asked for, in ms since 1970; the same however
  /// often it is. A service client's `id` and `issued` are those of the service transaction.
  case request(Digest, issued: Int64, operation: [UInt8])
  /// `error` is empty if all went well. `completed`: when the request was, in ms since 1970; the same however often it is
  /// told.
  case result(Digest, result: String, error: String, completed: Int64)
  /// The request is older than all that the service remembers. Whether it was carried out nobody knows; now it is not.
  case forgotten(Digest)

  /// The first field of every message.
  public enum Kind: Int32, CaseIterable, Sendable {
    case request = 48
    case result = 49
    case forgotten = 55
  }

  public var kind: Kind {
    switch self {
    case .request: .request
    case .result: .result
    case .forgotten: .forgotten
    }
  }

  /// The message as a BSON document, with a checksum.
  public var bytes: [UInt8] { CheckedDocument.bytes(document) }

  private var document: [UInt8] {
    BSONWriter.encode(reserving: 256) { w in
      w.int32("kind", kind.rawValue)
      switch self {
      case .request(let id, let issued, let operation):
        w.binary("id", id)
        w.datetime("issued", milliseconds: issued)
        w.binary("operation", operation)
      case .result(let id, let result, let error, let completed):
        w.binary("id", id)
        w.string("result", result)
        w.string("error", error)
        w.datetime("completed", milliseconds: completed)
      case .forgotten(let id):
        w.binary("id", id)
      }
    }
  }

  public static func decode(_ bytes: [UInt8]) throws(BSONError) -> ManagementMessage {
    try BSONReader.decode(try CheckedDocument.document(of: bytes)) { r throws(BSONError) in
      let place = r.position
      guard let kind = Kind(rawValue: try r.int32("kind")) else { throw BSONError(.badValue, at: place) }
      switch kind {
      case .request:
        return .request(
          try r.digest("id"), issued: try r.datetime("issued"), operation: try r.binary("operation"))
      case .result:
        return .result(
          try r.digest("id"), result: try r.string("result"), error: try r.string("error"),
          completed: try r.datetime("completed"))
      case .forgotten: return .forgotten(try r.digest("id"))
      }
    }
  }
}

extension MessageKind {
  public static let managementRequest = MessageKind(slot: 24)
  public static let managementResult = MessageKind(slot: 25)
}
