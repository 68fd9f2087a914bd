/// One key of the format: the single description that decoding, overrides, sweeps, the JSON Schema and the documentation
/// are all made from.
struct Field: Sendable {
  var key: String
  var kind: Kind
  /// One line, without a full stop.
  var doc: String
  /// The value, as YAML, of a key that is not given.
  var fallback: String?
  var required: Bool
  /// When the key has an effect; given otherwise, it is an error.
  var when: Condition?
  /// False for what describes the study rather than the world: it cannot be an axis.
  var sweepable: Bool

  init(
    _ key: String, _ kind: Kind, _ doc: String, default fallback: String? = nil, required: Bool = false,
    when: Condition? = nil, sweepable: Bool = true
  ) {
    self.key = key
    self.kind = kind
    self.doc = doc
    self.fallback = fallback
    self.required = required
    self.when = when
    self.sweepable = sweepable
  }
}
