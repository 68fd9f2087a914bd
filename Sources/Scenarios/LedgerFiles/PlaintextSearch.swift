import Protocols

/// Looks for what should not be readable in encrypted transactions. Good encryption gives bytes without any pattern, so a
/// pattern shows that something is not encrypted, or badly. That none is found shows no more than that: docs/formats/keys.md.
struct PlaintextSearch {
  /// Printable ASCII characters in a row, from which on they are taken for text: random bytes have so many with a chance of
  /// 10^-12 at each place.
  static let longestText = 28
  /// Chi-squared of the bytes' frequencies, 255 degrees of freedom: 33 standard deviations above what random bytes have.
  static let largestUnevenness = 1_000.0

  private let memberKeys: Set<Digest>
  /// Sealed keys and nonces of the past. Never iterated.
  private var seen: [Digest: Int64] = [:]

  init(_ membership: Membership) { memberKeys = Set(membership.members.map(\.fingerprint)) }

  /// What is wrong with a transaction that is encrypted; empty where nothing is found.
  mutating func problems(of transaction: Transaction, height: Int64) -> [String] {
    guard let layout = transaction.layout, layout.isEncrypted else { return [] }
    let bytes = transaction.bytes
    var problems: [String] = []
    if memberKeys.contains(SHA256Hasher.digest(bytes[layout.recipient])) {
      problems.append("recipient: is the key of a certified member, whose name is known")
    }
    let named = [("sender", layout.sender)] + zip(layout.type.fields.map(\.name.description), layout.fields)
    for (name, place) in named {
      if let what = Self.pattern(in: bytes[place]) { problems.append("\(name): \(what): is not encrypted") }
    }
    // A response is for the tenant that chose its key, once; all others bring their key along.
    let once = layout.sealedKey.map { bytes[$0] } ?? bytes[layout.sender].prefix(Cryptography.nonceLength)
    if let before = seen.updateValue(height, forKey: SHA256Hasher.digest(once)), layout.sealedKey != nil {
      problems.append("key: stands in block \(before) too: the same key encrypts twice")
    }
    let nonces = named.map { Array(bytes[$0.1].prefix(Cryptography.nonceLength)) }
    if Set(nonces).count < nonces.count { problems.append("two fields have the same nonce") }
    return problems
  }

  /// What gives bytes away that should look random; nil if nothing does.
  static func pattern(in bytes: ArraySlice<UInt8>) -> String? {
    if isDocument(bytes) { return "a BSON document" }
    var counts = [Int](repeating: 0, count: 256)
    var (longest, run) = (0, 0)
    for (place, byte) in zip(bytes.indices, bytes) {
      counts[Int(byte)] += 1
      run = (0x20...0x7E).contains(byte) ? run + 1 : 0
      longest = max(longest, run)
      if byte == 0x30 || byte == 0x06, algorithms.contains(where: { bytes[place...].starts(with: $0) }) {
        return "a public key"
      }
    }
    if longest >= longestText { return "\(longest) characters of text" }
    return unevenness(counts, of: bytes.count) > largestUnevenness ? "bytes with a pattern" : nil
  }

  /// The algorithm identifiers of RSA, elliptic-curve and Ed25519 keys (RFC 8017, RFC 5480, RFC 8410).
  private static let algorithms: [[UInt8]] = [
    [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01],
    [0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01], [0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70],
  ]

  private static func isDocument(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= 5, bytes.last == 0 else { return false }
    let length = bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return Int(length) == bytes.count
  }

  /// Chi-squared of frequencies against even ones.
  private static func unevenness(_ counts: [Int], of count: Int) -> Double {
    guard count > 0 else { return 0 }
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    return Double(squares) * 256 / Double(count) - Double(count)
  }
}
