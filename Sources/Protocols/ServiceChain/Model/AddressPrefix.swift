/// A range of IPv4 addresses that share their first bits. Written 10.1.2.0/24; without a length it is one address.
public struct AddressPrefix: Hashable, Sendable {
  /// The bits behind the prefix are zero.
  public let address: UInt32
  /// 0 to 32 bits.
  public let length: Int

  public static let any = AddressPrefix(0, length: 0)

  public init(_ address: UInt32, length: Int = 32) {
    precondition((0...32).contains(length), "a prefix of \(length) bits")
    self.length = length
    self.address = address & AddressPrefix.mask(length)
  }

  var mask: UInt32 { AddressPrefix.mask(length) }

  public func contains(_ other: UInt32) -> Bool { other & mask == address }

  public func overlaps(_ other: AddressPrefix) -> Bool {
    length <= other.length ? contains(other.address) : other.contains(address)
  }

  private static func mask(_ length: Int) -> UInt32 { length == 0 ? 0 : ~0 << UInt32(32 - length) }
}

extension AddressPrefix: LosslessStringConvertible {
  public init?(_ text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard halves.count <= 2 else { return nil }
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard let byte = UInt8(part) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    guard let length = halves.count == 2 ? Int(halves[1]) : 32 else { return nil }
    guard (0...32).contains(length) else { return nil }
    self.init(address, length: length)
  }

  public var description: String {
    let dotted = "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
    return length == 32 ? dotted : "\(dotted)/\(length)"
  }
}

extension AddressPrefix: Codable {
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let prefix = AddressPrefix(text) else { throw DecodingError.outOfRange(decoder, "prefix '\(text)'") }
    self = prefix
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
