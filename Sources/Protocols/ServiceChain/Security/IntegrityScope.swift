/// What of a packet a message authentication code covers: RFC 9145's two levels of assurance.
public enum IntegrityScope: UInt8, CaseIterable, Sendable {
  /// MAC#1: all but the base header. Forwarders, which count its time to live down, need no key.
  case withoutBaseHeader = 2
  /// MAC#2: the base header too. Every forwarder makes the code anew.
  case whole = 3

  /// The raw value is the context header's type (RFC 9145, section 10), of metadata class 0.
  static let metadataClass: UInt16 = 0
}
