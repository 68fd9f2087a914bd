extension OperationEvent {
  private enum Name: String {
    case included
    case refused
    case answered
    case received
    case stale
    case keyLearned = "key-learned"
    case alone
    case expired
    case impossible
  }

  private var name: Name {
    switch self {
    case .included: .included
    case .refused: .refused
    case .answered: .answered
    case .received: .received
    case .stale: .stale
    case .keyLearned: .keyLearned
    case .alone: .alone
    case .expired: .expired
    case .impossible: .impossible
    }
  }

  /// Its fields, in an open document.
  func write(to w: inout BSONWriter) {
    w.string("event", name.rawValue)
    switch self {
    case .included, .stale, .keyLearned, .alone, .expired: break
    case .refused(let reason): w.string("reason", reason.rawValue)
    case .answered(let result, let error):
      w.string("result", result)
      w.string("error", error)
    case .received(let configuration, let timestamp):
      w.binary("configuration", configuration)
      w.datetime("timestamp", milliseconds: timestamp)
    case .impossible(let reason): w.string("reason", reason)
    }
  }

  static func read(from r: inout BSONReader) throws(BSONError) -> OperationEvent {
    let place = r.position
    guard let name = Name(rawValue: try r.string("event")) else { throw BSONError(.badValue, at: place) }
    switch name {
    case .included: return .included
    case .stale: return .stale
    case .keyLearned: return .keyLearned
    case .alone: return .alone
    case .expired: return .expired
    case .refused:
      guard let reason = DropReason(rawValue: try r.string("reason")) else { throw BSONError(.badValue, at: place) }
      return .refused(reason)
    case .answered: return .answered(result: try r.string("result"), error: try r.string("error"))
    case .received: return .received(try r.binary("configuration"), timestamp: try r.datetime("timestamp"))
    case .impossible: return .impossible(try r.string("reason"))
    }
  }
}
