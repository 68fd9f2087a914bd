/// Names one encrypted link of a path, between two encryption functions: the paper's E-SPI, here 24 bits.
public struct EncryptionPathID: Hashable, Sendable {
  public static let largest: UInt32 = 0xFF_FFFF

  public var number: UInt32

  public init(_ number: UInt32) {
    precondition(number <= EncryptionPathID.largest, "encryption path \(number)")
    self.number = number
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
