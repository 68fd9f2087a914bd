import Vocabulary

/// The name of a VNF instance: where it runs, and what nobody can guess. `vnf-<node>-<32 hexadecimal digits>`, as text.
public struct InstanceName: Hashable, Sendable {
  /// The host that it runs on.
  public var host: NodeID
  public var text: String

  /// Sixteen of the digits, for a note.
  public var number: Int64 { UInt64(text.suffix(16), radix: 16).map { Int64(bitPattern: $0) } ?? 0 }

  /// A new one.
  init(on host: NodeID, _ stream: inout RandomStream) {
    let digits = Array("0123456789abcdef")
    let secret = stream.bytes(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    self.host = host
    text = "vnf-\(host.index)-" + String(secret)
  }

  /// Nil for what is no such name.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "vnf", parts[2].utf8.count == 32 else { return nil }
    guard let host = Int32(parts[1]), host >= 0 else { return nil }
    self.host = NodeID(Int(host))
    self.text = text
  }
}
