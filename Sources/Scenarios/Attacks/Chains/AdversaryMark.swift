/// What `PacketBuffer.mark` holds in a packet that an adversary has made, changed or repeated: negative, so that nobody takes it
/// for a client's.
struct AdversaryMark: Hashable {
  enum Origin: Hashable {
    /// An attack on links, by its place in the plan.
    case links(attack: Int)
    /// A compromised function, by its node.
    case function(node: Int)
  }

  private static let functionBit: Int64 = 1 << 62
  private static let contentBit: Int64 = 1 << 61
  private static let insiderBit: Int64 = 1 << 60
  private static let lifeBit: Int64 = 1 << 35
  private static let serialBits: Int64 = 35
  private static let numberShift: Int64 = 36
  private static let numbers: Int64 = 1 << 24

  let rawValue: Int64

  /// Nil for the mark of an honest packet.
  init?(rawValue: Int64) {
    guard rawValue < 0 else { return nil }
    self.rawValue = rawValue
  }

  /// - Parameters:
  ///   - isInsider: it is within compute nodes, where packets are in clear. A function always is.
  ///   - isContentForged: what is inside is not what a client sent.
  ///   - isLifeProlonged: nothing is changed but the time to live, upwards.
  ///   - serial: tells the packets of one adversary apart.
  init(_ origin: Origin, isInsider: Bool = false, isContentForged: Bool, isLifeProlonged: Bool = false, serial: Int64) {
    let number: Int64
    switch origin {
    case .links(let attack): number = Int64(attack)
    case .function(let node): number = Int64(node)
    }
    precondition(number < Self.numbers, "attack or node \(number)")
    var bits = Int64.min | number << Self.numberShift | serial & (1 << Self.serialBits - 1)
    if isInsider { bits |= Self.insiderBit }
    if case .function = origin { bits |= Self.functionBit | Self.insiderBit }
    if isContentForged { bits |= Self.contentBit }
    if isLifeProlonged { bits |= Self.lifeBit }
    rawValue = bits
  }

  var origin: Origin {
    let number = Int(rawValue >> Self.numberShift & (Self.numbers - 1))
    return rawValue & Self.functionBit == 0 ? .links(attack: number) : .function(node: number)
  }

  var isInsider: Bool { rawValue & Self.insiderBit != 0 }
  var isContentForged: Bool { rawValue & Self.contentBit != 0 }
  var isLifeProlonged: Bool { rawValue & Self.lifeBit != 0 }
}
