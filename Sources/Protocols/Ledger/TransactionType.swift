/// The transactions that exist (paper 3.5), and the fields that belong to each.
public enum TransactionType: String, CaseIterable, Sendable {
  /// Gives a configuration to a VNF, or, without recipient, to everyone as a reference.
  case configuration
  /// Asks a VNF for its configuration, to be sent to the next recipient.
  case configurationRequest = "configuration-request"
  /// Asks a management service of an NFV data center for an action.
  case service
  /// What became of it: the answer to one service transaction.
  case response

  /// A field that only some types have.
  public struct Field {
    /// What stands in a field that is not encrypted. An encrypted field is a BSON binary.
    public enum Form: Sendable {
      /// A BSON string.
      case text
      /// A BSON binary.
      case bytes
    }

    public var name: BSONKey
    public var form: Form

    init(_ name: BSONKey, _ form: Form) {
      self.name = name
      self.form = form
    }
  }

  /// In the order of the encoding.
  public var fields: [Field] {
    let common = [Field("cid", .text), Field("vid", .text), Field("description", .text)]
    switch self {
    case .configuration: return common + [Field("configuration", .bytes)]
    case .configurationRequest: return common + [Field("nextRecipient", .bytes)]
    case .service: return [Field("request", .bytes), Field("responseKey", .bytes)]
    case .response: return [Field("service", .bytes), Field("result", .bytes), Field("error", .text)]
    }
  }

  /// Whether there must be a recipient; without one the transaction is public and nothing in it is encrypted.
  public var needsRecipient: Bool {
    switch self {
    case .configuration: false
    case .configurationRequest, .service, .response: true
    }
  }

  /// Whether a transaction with a recipient carries the key of its fields, sealed for the recipient. A response does not:
  /// its key stands in the service transaction that it answers.
  public var carriesKey: Bool {
    switch self {
    case .configuration, .configurationRequest, .service: true
    case .response: false
    }
  }
}
