import Testing
import Vocabulary

@Suite("A rope of bytes")
struct ByteRopeTests {
  /// 0, 1, 2, ... 29 in pieces of different lengths.
  private let rope: ByteRope = {
    var rope = ByteRope()
    for piece: ClosedRange<UInt8> in [0...0, 1...7, 8...9, 10...24, 25...29] { rope.append(Array(piece)) }
    return rope
  }()

  @Test("gives every range as one array would, in one array and as a rope of its own")
  func ranges() {
    let all = Array(0..<UInt8(30))
    #expect(rope.joined == all && rope.count == 30)
    for low in 0...30 {
      for high in low...30 {
        let range = Int64(low)..<Int64(high)
        #expect(rope.bytes(range) == Array(all[low..<high]))
        #expect(rope.slice(range).joined == Array(all[low..<high]))
        #expect(rope.slice(range).lowerBound == 0)
      }
    }
  }

  @Test("is cut anywhere, and goes on there")
  func truncation() {
    for length in 0...30 {
      var cut = rope
      cut.truncate(to: Int64(length))
      #expect(cut.joined == Array(0..<UInt8(length)))
      cut.append([99])
      #expect(cut.bytes(Int64(length)..<Int64(length) + 1) == [99])
    }
    #expect(rope.count == 30)
  }

  @Test("changes its own bytes only, across pieces")
  func change() {
    var changed = rope
    changed.change(6..<11) { byte, _ in byte = 0 }
    changed.change(29..<40) { $0 ^= UInt8($1 - 28) }
    changed.change(70..<80) { byte, _ in byte = 7 }
    var expected = Array(0..<UInt8(30))
    for place in 6..<11 { expected[place] = 0 }
    expected[29] ^= 1
    #expect(changed.joined == expected)
    #expect(rope.joined == Array(0..<UInt8(30)))
  }

  @Test("forgets whole pieces, the oldest first, and keeps its offsets")
  func forgetting() {
    var short = rope
    short.forget(keeping: 6)
    #expect(short.lowerBound == 10 && short.upperBound == 30)
    #expect(short.bytes(12..<14) == [12, 13])
    short.forget(keeping: 0)
    #expect(short.isEmpty && short.lowerBound == 30)
    short.append([30])
    #expect(short.joined == [30] && short.lowerBound == 30)
    short.truncate(to: 20)
    #expect(short.isEmpty && short.upperBound == 20)
    var long = ByteRope()
    for number in 0..<5_000 {
      long.append([UInt8(number % 251), 0])
      long.forget(keeping: 5)
    }
    #expect(long.lowerBound == 9_994)
    #expect(long.bytes(9_996..<9_998) == [UInt8(4_998 % 251), 0])
  }

  @Test("is equal to another with the same contents in other pieces")
  func equality() {
    #expect(rope == ByteRope(Array(0..<UInt8(30))))
    #expect(rope != [1, 2])
    #expect(ByteRope() == [])
    var pieces: [Int] = []
    rope.slice(5..<12).forEachPiece { pieces.append($0.count) }
    #expect(pieces == [3, 2, 2])
  }
}
