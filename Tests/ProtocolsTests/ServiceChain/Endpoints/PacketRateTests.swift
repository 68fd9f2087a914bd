import Testing
import Vocabulary

@testable import Protocols

@Suite("Packet rates, secrets and contents")
struct PacketRateTests {
  @Test("packets are evenly spaced without drift")
  func spacing() {
    let rate = PacketRate(64, per: .seconds(1))
    #expect(rate.offset(of: 1) == .nanoseconds(15_625_000))
    #expect(rate.offset(of: 64 * 3_600) == .seconds(3_600))
    let third = PacketRate(3, per: .nanoseconds(10))
    #expect((0...6).map { third.offset(of: $0).nanoseconds } == [0, 3, 6, 10, 13, 16, 20])
  }

  @Test("the first packet from an offset on is the first that is not earlier", arguments: [(64, 1), (3, 1), (7, 60)])
  func first(packets: Int64, seconds: Int64) {
    let rate = PacketRate(packets, per: .seconds(seconds))
    for k in [0, 1, 2, 63, 64, 65, 1_000_000] as [Int64] {
      let offset = rate.offset(of: k)
      #expect(rate.first(from: offset) == k)
      #expect(rate.first(from: offset + .nanoseconds(1)) == k + 1)
    }
    #expect(rate.first(from: .seconds(-5)) == 0)
  }

  @Test("plaintext is found wherever two words of it stand")
  func search() {
    for start in 0..<20 {
      var bytes = [UInt8](repeating: 0xAA, count: start + 24)
      bytes.withUnsafeMutableBytes {
        FlowSecret.fill(UnsafeMutableRawBufferPointer(rebasing: $0[start...]), of: 77, phase: start)
      }
      // 24 bytes hold two whole words wherever the words start.
      #expect(bytes.withUnsafeBytes(FlowSecret.flow(seenIn:)) == 77)
      bytes[start + 12] ^= 1
      #expect(bytes.withUnsafeBytes(FlowSecret.flow(seenIn:)) == nil)
    }
    #expect([UInt8]().withUnsafeBytes(FlowSecret.flow(seenIn:)) == nil)
  }

  @Test("any cut of a stream is the same bytes, and a changed one is noticed")
  func cuts() {
    var random = RandomStream(seed: 2)
    var whole = [UInt8](repeating: 0, count: 1_000)
    whole.withUnsafeMutableBytes { StreamContent.fill($0, of: 9, from: 0) }
    #expect(whole.prefix(8).reduce(0) { $0 << 8 | UInt64($1) } == 9 << 40)
    for _ in 0..<200 {
      let start = Int(random.below(900))
      let count = 1 + Int(random.below(UInt64(1_000 - start)))
      var part = [UInt8](repeating: 0, count: count)
      part.withUnsafeMutableBytes { StreamContent.fill($0, of: 9, from: Int64(start)) }
      #expect(part == Array(whole[start..<start + count]))
      #expect(part.withUnsafeBytes { StreamContent.matches($0, of: 9, from: Int64(start)) })
      part[Int(random.below(UInt64(count)))] ^= 1
      #expect(!part.withUnsafeBytes { StreamContent.matches($0, of: 9, from: Int64(start)) })
    }
  }
}
