/// Names one element of the data plane or one endpoint by its number: 24 bits, unique in the whole topology.
///
/// Its addresses follow from the number, so that nobody needs ARP (paper, section 4.4).
public struct ElementID: Hashable, Sendable {
  public static let largest: UInt32 = 0xFF_FFFF

  public var number: UInt32

  public init(_ number: UInt32) {
    precondition(number <= ElementID.largest, "element \(number)")
    self.number = number
  }

  /// Its Ethernet address in the lower 48 bits: 02:00:00, then the number.
  public var linkAddress: UInt64 { 0x0200_0000_0000 | UInt64(number) }
  /// Its IPv4 address: 10.0.0.0/8, then the number.
  public var networkAddress: UInt32 { 0x0A00_0000 | number }

  /// The element whose IPv4 address this is; nil outside 10.0.0.0/8.
  public init?(networkAddress: UInt32) {
    guard networkAddress >> 24 == 0x0A else { return nil }
    number = networkAddress & ElementID.largest
  }
}

extension ElementID: Comparable {
  public static func < (a: ElementID, b: ElementID) -> Bool { a.number < b.number }
}

extension ElementID: CustomStringConvertible {
  public var description: String { "e\(number)" }
}

extension ElementID: Codable {
  public init(from decoder: any Decoder) throws {
    let number = try decoder.singleValueContainer().decode(UInt32.self)
    guard number <= ElementID.largest else { throw DecodingError.outOfRange(decoder, "element \(number)") }
    self.number = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(number)
  }
}
