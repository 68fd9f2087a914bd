/// What one operation took on the machine that measured it.
public struct MeasuredCost: Sendable {
  /// As a cost profile names it (`rsa-2048-pss.sign`, `hash-byte`), or as `CryptoBenchmark.internals` does.
  public var operation: String
  public var seconds: Double
  /// How it was measured, in a few words.
  public var how: String

  public init(operation: String, seconds: Double, how: String) {
    self.operation = operation
    self.seconds = seconds
    self.how = how
  }
}
