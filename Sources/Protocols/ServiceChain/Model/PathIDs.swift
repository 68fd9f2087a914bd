/// Names one service function path: NSH's SPI, 24 bits (RFC 8300, 2.3).
public struct ServicePathID: Hashable, Sendable {
  public static let largest: UInt32 = 0xFF_FFFF

  public var number: UInt32

  public init(_ number: UInt32) {
    precondition(number <= ServicePathID.largest, "service path \(number)")
    self.number = number
  }
}

/// Names one encrypted link of a path, between two encryption functions: the paper's E-SPI, here 24 bits.
public struct EncryptionPathID: Hashable, Sendable {
  public static let largest: UInt32 = 0xFF_FFFF

  public var number: UInt32

  public init(_ number: UInt32) {
    precondition(number <= EncryptionPathID.largest, "encryption path \(number)")
    self.number = number
  }
}

extension ServicePathID: Comparable, CustomStringConvertible, Codable {
  public static func < (a: ServicePathID, b: ServicePathID) -> Bool { a.number < b.number }
  public var description: String { "SPI \(number)" }

  public init(from decoder: any Decoder) throws {
    let number = try decoder.singleValueContainer().decode(UInt32.self)
    guard number <= ServicePathID.largest else { throw DecodingError.outOfRange(decoder, "service path \(number)") }
    self.number = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

extension EncryptionPathID: Comparable, CustomStringConvertible, Codable {
  public static func < (a: EncryptionPathID, b: EncryptionPathID) -> Bool { a.number < b.number }
  public var description: String { "E-SPI \(number)" }

  public init(from decoder: any Decoder) throws {
    let number = try decoder.singleValueContainer().decode(UInt32.self)
    guard number <= EncryptionPathID.largest else {
      throw DecodingError.outOfRange(decoder, "encryption path \(number)")
    }
    self.number = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}

extension DecodingError {
  static func outOfRange(_ decoder: any Decoder, _ what: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "\(what): out of range"))
  }
}
