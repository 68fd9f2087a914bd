import Protocols
import Testing
import Vocabulary

@Suite("BSON round trips")
struct BSONRoundTripTests {
  @Test("a thousand random documents come back equal")
  func random() throws {
    var stream = RandomStream(seed: 1)
    for _ in 0..<1_000 {
      let sample = SampleValue.randomDocument(&stream, depth: 3)
      #expect(try sample.read(from: sample.bytes) == sample)
    }
  }

  @Test("no document cut short is accepted")
  func truncation() {
    var stream = RandomStream(seed: 2)
    for _ in 0..<100 {
      let sample = SampleValue.randomDocument(&stream, depth: 2)
      let bytes = sample.bytes
      for count in 0..<bytes.count {
        #expect(throws: BSONError.self) { try sample.read(from: Array(bytes[..<count])) }
      }
    }
  }

  @Test("with any one byte changed, a document is refused, or read as what encodes to the changed bytes")
  func mutation() {
    var stream = RandomStream(seed: 3)
    var accepted = 0
    var refused = 0
    for _ in 0..<100 {
      let sample = SampleValue.randomDocument(&stream, depth: 2)
      let bytes = sample.bytes
      for index in bytes.indices {
        var changed = bytes
        changed[index] ^= UInt8(1 + stream.below(255))
        guard let read = try? sample.read(from: changed) else {
          refused += 1
          continue
        }
        accepted += 1
        if read.bytes != changed { Issue.record("byte \(index) of \(bytes) changed to \(changed[index])") }
      }
    }
    #expect(accepted > 1_000)
    #expect(refused > 1_000)
  }
}
