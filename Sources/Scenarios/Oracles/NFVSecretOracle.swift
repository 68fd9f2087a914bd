import Protocols
import Vocabulary

/// Secrets stay secret: nothing of a configuration, a credential or a private key in clear in any message that leaves its
/// owner, on any module's disk, in any field of a ledger (crb-smb 3.2, 3.4).
///
/// Configurations and credentials begin with a planted marker; of a private key the secret that it is expanded from is
/// looked for.
final class NFVSecretOracle {
  private var found = ViolationList(.secrecy)
  var violations: [Violation] { found.all }

  private struct Needle {
    var bytes: [UInt8]
    var name: String
  }

  private var needles: [Needle] = []
  /// By the first two bytes: whether a needle begins so.
  private var begins = [Bool](repeating: false, count: 1 << 16)

  init(marker: [UInt8]) { plant(marker, "a configuration or credential") }

  func plant(_ bytes: [UInt8], _ name: String) {
    guard !needles.contains(where: { $0.bytes == bytes }) else { return }
    needles.append(Needle(bytes: bytes, name: name))
    begins[Int(bytes[0]) << 8 | Int(bytes[1])] = true
  }

  func plant(_ pair: KeyPair, _ name: String) { plant(pair.secret.bytes, "the private key of \(name)") }

  /// Looks through bytes that others can see.
  func look(at bytes: [UInt8], in place: @autoclosure () -> String, at now: Instant? = nil) {
    guard let needle = first(in: bytes) else { return }
    found.report("\(needle.name) is in clear in \(place())", at: now)
  }

  private func first(in bytes: [UInt8]) -> Needle? {
    begins.withUnsafeBufferPointer { begins in
      bytes.withUnsafeBufferPointer { bytes in
        guard bytes.count > 1 else { return nil }
        var two = Int(bytes[0])
        for place in 1..<bytes.count {
          two = (two & 0xFF) << 8 | Int(bytes[place])
          guard begins[two] else { continue }
          let rest = bytes[(place - 1)...]
          if let needle = needles.first(where: { rest.starts(with: $0.bytes) }) { return needle }
        }
        return nil
      }
    }
  }
}
