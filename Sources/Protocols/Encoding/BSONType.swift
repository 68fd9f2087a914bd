/// The element types of BSON 1.1 (bsonspec.org) that chainbed writes and accepts.
public enum BSONType: UInt8, CaseIterable, Sendable {
  case double = 0x01
  case string = 0x02
  case document = 0x03
  case array = 0x04
  /// Of the generic subtype, 0x00.
  case binary = 0x05
  case bool = 0x08
  /// Milliseconds since 1970-01-01T00:00:00Z.
  case datetime = 0x09
  case null = 0x0A
  case int32 = 0x10
  case int64 = 0x12
}
