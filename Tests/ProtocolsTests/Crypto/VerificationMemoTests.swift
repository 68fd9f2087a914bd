import Testing
import Vocabulary

@testable import Protocols

@Suite("The verification memo")
struct VerificationMemoTests {
  @Test("verdicts and charges are the same with and without it", arguments: CryptographySignatureTests.combinations)
  func sameVerdicts(suite: SignatureSuite, mode: CryptoMode) {
    let with = Cryptography(suite: suite, mode: mode, seed: 1)
    let without = Cryptography(suite: suite, mode: mode, seed: 1, remembersVerifications: false)
    var meters = (Meter(), Meter())
    let pairs = (0..<3).map { with.keyPair(named: "module/\($0)") }
    let digests = (0..<3).map { SHA256Hasher.digest([UInt8($0)]) }
    let signatures = zip(pairs, digests).map { with.sign($1, with: $0, &meters.0) }
    var stream = RandomStream(seed: 1)
    var accepted = 0
    for _ in 0..<300 {
      var signature = signatures[Int(stream.below(3))]
      if stream.below(2) == 0 { signature[Int(stream.below(UInt64(signature.count)))] ^= 4 }
      let (digest, key) = (digests[Int(stream.below(3))], pairs[Int(stream.below(3))].publicKey)
      let verdict = with.verify(signature, of: digest, by: key, &meters.0)
      #expect(verdict == without.verify(signature, of: digest, by: key, &meters.1))
      accepted += verdict ? 1 : 0
    }
    #expect(accepted > 5)
    #expect(meters.0.count(.verify) == 300)
    #expect(meters.1.count(.verify) == 300)
  }

  @Test("every verdict is asked for once, until the limit; entries that agree in a part are told apart")
  func growthAndLimit() {
    let memo = VerificationMemo(signatureLength: 64, recordLimit: 4096)
    var asked = 0
    // The signatures agree in the bytes that are hashed, and differ after them.
    func ask(_ number: Int) -> Bool {
      var signature = [UInt8](repeating: 0, count: 64)
      signature[0] = UInt8(number >> 4 & 0xFF)
      signature[1] = UInt8(number >> 12)
      signature[63] = UInt8(number & 15)
      return signature.withUnsafeBytes {
        memo.verdict(of: $0, digest: .zero, key: .zero) {
          asked += 1
          return number % 3 == 0
        }
      }
    }
    for _ in 0..<2 {
      for number in 0..<4096 { #expect(ask(number) == (number % 3 == 0)) }
    }
    #expect(asked == 4096)
    // One more than the limit: it starts over, and is right still.
    #expect(ask(4096) == (4096 % 3 == 0))
    #expect(asked == 4097)
    for number in 0..<4096 { #expect(ask(number) == (number % 3 == 0)) }
    #expect(asked > 4097)
  }

  @Test("key and digest are part of what is remembered")
  func keyAndDigest() {
    let memo = VerificationMemo(signatureLength: 64)
    let signature = [UInt8](repeating: 5, count: 64)
    var verdicts: [Bool] = []
    for (key, digest) in [(1, 1), (1, 2), (2, 1), (1, 1)] as [(UInt64, UInt64)] {
      let verdict = signature.withUnsafeBytes {
        memo.verdict(of: $0, digest: Digest(0, 0, 0, digest), key: Digest(0, 0, 0, key)) { key == 1 && digest == 1 }
      }
      verdicts.append(verdict)
    }
    #expect(verdicts == [true, false, false, true])
  }
}
