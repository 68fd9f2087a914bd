/// What may stand as the value of a key.
indirect enum Kind: Sendable {
  case scalar(ScalarKind)
  /// `loose`: one value may stand without its brackets.
  case list(of: Kind, atLeast: Int, loose: Bool)
  case mapping(Mapping)
  /// A single value or a mapping.
  case either(ScalarKind, Mapping)
  /// Dotted keys, each with the list of its values.
  case axes
  /// Dotted keys, each with one value of an axis.
  case coordinates

  struct Mapping: Sendable {
    var fields: [Field]
    /// Keys of which exactly one must be given.
    var exactlyOneOf: [String] = []
    /// Keys of which one at least must be given.
    var atLeastOneOf: [String] = []
    /// Of a mapping that stands in several places, documented once.
    var name: String?

    func field(_ key: String) -> Field? { fields.first { $0.key == key } }
  }

  /// A mapping with exactly one of these keys.
  static func oneOf(_ fields: [Field]) -> Kind { .mapping(Mapping(fields: fields, exactlyOneOf: fields.map(\.key))) }

  static func mapping(_ fields: [Field]) -> Kind { .mapping(Mapping(fields: fields)) }

  /// The mapping form, where there is one.
  var mapping: Mapping? {
    switch self {
    case .mapping(let mapping), .either(_, let mapping): mapping
    case .scalar, .list, .axes, .coordinates: nil
    }
  }

  /// The single-value form, where there is one.
  var scalar: ScalarKind? {
    switch self {
    case .scalar(let kind), .either(let kind, _): kind
    case .mapping, .list, .axes, .coordinates: nil
    }
  }
}
