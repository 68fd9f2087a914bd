/// What became of a request (RFC 8040, 7).
public struct ControlAnswer: Hashable, Sendable {
  /// Of HTTP's, those that say something here.
  public enum Status: Int, Codable, Sendable {
    case ok = 200
    case created = 201
    case noContent = 204
    case badRequest = 400
    case forbidden = 403
    case notFound = 404
    case conflict = 409
    case unavailable = 503
    /// Somebody whose help was needed did not answer.
    case timeout = 504

    public var isSuccess: Bool {
      switch self {
      case .ok, .created, .noContent: true
      case .badRequest, .forbidden, .notFound, .conflict, .unavailable, .timeout: false
      }
    }
  }

  public var status: Status
  /// The defect by its name: RFC 8040's `error-app-tag`.
  public var defect: String?
  /// For people: `error-message`.
  public var message: String?
  /// The version that the element holds already, of a refused rule set.
  public var version: Int?

  public init(_ status: Status, defect: String? = nil, message: String? = nil, version: Int? = nil) {
    self.status = status
    self.defect = defect
    self.message = message
    self.version = version
  }

  public var isSuccess: Bool { status.isSuccess }
}

/// In JSON the body of RFC 8040, 7.1: `{"ietf-restconf:errors": {"error": [{...}]}}`; nothing for a success.
extension ControlAnswer {
  struct Errors: Codable {
    struct List: Codable {
      var error: [Entry]
    }

    struct Entry: Codable {
      var type = "application"
      var tag = "operation-failed"
      var defect: String?
      var message: String?
      var info: Info?

      enum CodingKeys: String, CodingKey {
        case type = "error-type"
        case tag = "error-tag"
        case defect = "error-app-tag"
        case message = "error-message"
        case info = "error-info"
      }
    }

    struct Info: Codable {
      var version: Int
    }

    var errors: List

    enum CodingKeys: String, CodingKey {
      case errors = "ietf-restconf:errors"
    }
  }

  var errors: Errors? {
    guard !isSuccess else { return nil }
    let info = version.map { Errors.Info(version: $0) }
    return Errors(errors: Errors.List(error: [Errors.Entry(defect: defect, message: message, info: info)]))
  }

  init(_ status: Status, _ errors: Errors?) {
    let first = errors?.errors.error.first
    self.init(status, defect: first?.defect, message: first?.message, version: first?.info?.version)
  }
}
