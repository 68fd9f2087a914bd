import CCrypto
import Vocabulary

/// Measures what cryptographic operations cost on this machine, for cost profiles and for `chainbed bench crypto`.
public struct CryptoBenchmark {
  private let stopwatch: Stopwatch
  private static let seed: UInt64 = 1

  public init(_ stopwatch: Stopwatch) { self.stopwatch = stopwatch }

  /// The library that does the arithmetic, with its version.
  public static var library: String { "OpenSSL \(String(cString: OpenSSL_version(OPENSSL_VERSION_STRING)))" }

  /// The operations that a cost profile prices, by the profile's names.
  public func prices() -> [MeasuredCost] {
    let suites = SignatureSuite.allCases
    return suites.flatMap { signing(in: $0) } + suites.filter(\.supportsSealing).flatMap { sealing(in: $0) } + bytes()
  }

  /// What the simulation itself needs, besides the operations it prices: deriving, modelled and remembered work.
  public func internals() -> [MeasuredCost] {
    var costs: [MeasuredCost] = []
    for suite in SignatureSuite.allCases {
      let derive = stopwatch.secondsPerCall { number in
        let identity = KeyPair.Identity(
          seed: CryptoBenchmark.seed, suite: suite, mode: .real, name: "benchmark/\(number)")
        _ = KeyPair(identity)
      }
      costs.append(MeasuredCost(operation: "\(suite.rawValue).derive-key", seconds: derive, how: "another name each"))
      costs.append(modelledVerification(in: suite))
      costs.append(rememberedVerification(in: suite))
    }
    return costs
  }

  private func signing(in suite: SignatureSuite) -> [MeasuredCost] {
    let crypto = Cryptography(suite: suite, mode: .real, seed: CryptoBenchmark.seed, remembersVerifications: false)
    let pair = crypto.keyPair(named: "benchmark")
    var meter = Meter()
    let sign = stopwatch.secondsPerCall { _ = crypto.makeSignature(of: CryptoBenchmark.digest($0), with: pair) }
    let digest = CryptoBenchmark.digest(0)
    let signature = crypto.sign(digest, with: pair, &meter)
    let verify = stopwatch.secondsPerCall { _ in _ = crypto.verify(signature, of: digest, by: pair.publicKey, &meter) }
    return [
      MeasuredCost(operation: "\(suite.rawValue).sign", seconds: sign, how: "another digest each"),
      MeasuredCost(operation: "\(suite.rawValue).verify", seconds: verify, how: "a valid signature"),
    ]
  }

  private func sealing(in suite: SignatureSuite) -> [MeasuredCost] {
    let crypto = Cryptography(suite: suite, mode: .real, seed: CryptoBenchmark.seed)
    let pair = crypto.keyPair(named: "benchmark")
    var stream = RandomStream(seed: CryptoBenchmark.seed)
    var meter = Meter()
    let seal = stopwatch.secondsPerCall { _ in _ = crypto.sealKey(for: pair.publicKey, &stream, &meter) }
    let sealed = crypto.sealKey(for: pair.publicKey, &stream, &meter).sealed
    let open = stopwatch.secondsPerCall { _ in _ = crypto.openKey(sealed[...], with: pair, &meter) }
    return [
      MeasuredCost(operation: "\(suite.rawValue).seal", seconds: seal, how: "RSA-OAEP of a 32-byte key"),
      MeasuredCost(operation: "\(suite.rawValue).open", seconds: open, how: "RSA-OAEP of a 32-byte key"),
    ]
  }

  private func bytes() -> [MeasuredCost] {
    let crypto = Cryptography(suite: .ed25519, mode: .real, seed: CryptoBenchmark.seed)
    var stream = RandomStream(seed: CryptoBenchmark.seed)
    var meter = Meter()
    let plain = stream.bytes(65_536)
    let key = FieldKey(&stream)
    let nonce = stream.bytes(Cryptography.nonceLength)
    let cipher = stopwatch.secondsPerCall { _ in _ = crypto.encryptField(plain, key: key, nonce: nonce, &meter) }
    let hash = stopwatch.secondsPerCall { _ in _ = crypto.hash(plain, &meter) }
    return [
      MeasuredCost(
        operation: Meter.Operation.cipherByte.name, seconds: cipher / Double(plain.count),
        how: "AES-256-GCM encrypting 64 KiB"),
      MeasuredCost(
        operation: Meter.Operation.hashByte.name, seconds: hash / Double(plain.count), how: "SHA-256 of 64 KiB"),
    ]
  }

  private func modelledVerification(in suite: SignatureSuite) -> MeasuredCost {
    let crypto = Cryptography(suite: suite, mode: .modelled, seed: CryptoBenchmark.seed, remembersVerifications: false)
    return MeasuredCost(
      operation: "\(suite.rawValue).modelled-verify", seconds: verification(by: crypto), how: "without the memo")
  }

  private func rememberedVerification(in suite: SignatureSuite) -> MeasuredCost {
    let crypto = Cryptography(suite: suite, mode: .modelled, seed: CryptoBenchmark.seed)
    return MeasuredCost(
      operation: "\(suite.rawValue).remembered-verify", seconds: verification(by: crypto), how: "512 signatures in turn"
    )
  }

  /// Seconds to verify one of 512 signatures of 256 keys, as the votes on one block at 256 replicas.
  private func verification(by crypto: Cryptography) -> Double {
    var meter = Meter()
    let votes = (0..<512).map { number in
      let pair = crypto.keyPair(named: "replica/\(number % 256)")
      let digest = CryptoBenchmark.digest(number / 256)
      return (digest: digest, signature: crypto.sign(digest, with: pair, &meter), key: pair.publicKey)
    }
    return stopwatch.secondsPerCall { number in
      let vote = votes[number & 511]
      precondition(crypto.verify(vote.signature, of: vote.digest, by: vote.key, &meter), "a valid signature is refused")
    }
  }

  private static func digest(_ number: Int) -> Digest {
    withUnsafeBytes(of: UInt64(truncatingIfNeeded: number).bigEndian) { SHA256Hasher.digest($0) }
  }
}
