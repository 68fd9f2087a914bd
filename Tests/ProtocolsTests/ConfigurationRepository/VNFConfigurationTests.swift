import Testing
import Vocabulary

@testable import Protocols

@Suite("What a VNF client is configured with (docs/formats/configurations.md)")
struct VNFConfigurationTests {
  let crypto = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)

  var full: VNFConfiguration {
    VNFConfiguration(
      settings: [1, 2, 3], keyPair: crypto.keyPair(named: "a"),
      groups: [crypto.keyPair(named: "b"), crypto.keyPair(named: "c")],
      tenants: [crypto.keyPair(named: "d").publicKey])
  }

  @Test("what is given is read back, what is nil stays nil")
  func roundTrip() throws {
    let other = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 2)
    let read = try VNFConfiguration(decoding: full.bytes, other)
    #expect(read.bytes == full.bytes)
    #expect(read.settings == [1, 2, 3])
    #expect(read.keyPair?.publicKey == crypto.keyPair(named: "a").publicKey)
    #expect(read.groups?.count == 2)
    let empty = try VNFConfiguration(decoding: VNFConfiguration().bytes, other)
    #expect(empty.settings == nil && empty.keyPair == nil && empty.groups == nil && empty.tenants == nil)
    let none = try VNFConfiguration(decoding: VNFConfiguration(settings: [], groups: []).bytes, other)
    #expect(none.settings == [] && none.groups?.isEmpty == true)
  }

  @Test("a real pair that was told signs and opens as the one that it was made from")
  func realPair() throws {
    let real = Cryptography(suite: .rsa2048PSS, mode: .real, seed: 1)
    let pair = real.keyPair(named: "a")
    let told = try VNFConfiguration(
      decoding: VNFConfiguration(keyPair: pair).bytes, Cryptography(suite: .rsa2048PSS, mode: .real, seed: 2))
    var meter = Meter()
    let signature = real.sign(.zero, with: try #require(told.keyPair), &meter)
    #expect(real.verify(signature, of: .zero, by: pair.publicKey, &meter))
  }

  @Test("a pair whose keys do not belong together, a key of no suite, too many of them, or no tenant is refused")
  func badKeys() {
    func refusal(_ body: (inout BSONWriter) -> Void) -> DropReason? {
      do throws(DropReason) {
        _ = try VNFConfiguration(decoding: BSONWriter.encode(body), crypto)
        return nil
      } catch {
        return error
      }
    }
    let (a, b) = (crypto.keyPair(named: "a"), crypto.keyPair(named: "b"))
    func fields(pair: (KeyPair, Digest)?, tenants: [[UInt8]]?) -> DropReason? {
      refusal { w in
        w.null("settings")
        if let pair {
          w.document("keyPair") { w in
            w.binary("public", pair.0.publicKey.encoded)
            w.binary("secret", pair.1)
          }
        } else {
          w.null("keyPair")
        }
        w.null("groups")
        if let tenants {
          w.array("tenants") { w in
            for (index, key) in tenants.enumerated() { w.binary(.index(index), key) }
          }
        } else {
          w.null("tenants")
        }
      }
    }
    #expect(fields(pair: (a, a.secret), tenants: [b.publicKey.encoded]) == nil)
    #expect(fields(pair: (a, b.secret), tenants: nil) == .badKey)
    #expect(fields(pair: nil, tenants: []) == .badKey)
    #expect(fields(pair: nil, tenants: [[1, 2]]) == .badKey)
    #expect(fields(pair: nil, tenants: Array(repeating: a.publicKey.encoded, count: 64)) == nil)
    #expect(fields(pair: nil, tenants: Array(repeating: a.publicKey.encoded, count: 65)) == .wrongType)
  }

  @Test("hostile bytes are refused, and never trap")
  func hostile() {
    let bytes = full.bytes
    var stream = RandomStream(seed: 3)
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= UInt8(1 + stream.below(255))
      if let read = try? VNFConfiguration(decoding: changed, crypto) { #expect(read.bytes == changed) }
      #expect(throws: DropReason.self) { try VNFConfiguration(decoding: Array(bytes.prefix(index)), crypto) }
    }
  }
}
