import Protocols
import Testing

@Suite("BSON reader")
struct BSONReaderTests {
  let vote = BSONWriter.encode { w in
    w.int64("view", 3)
    w.binary("id", [9, 8, 7])
    w.bool("yes", true)
  }

  func readVote(_ bytes: [UInt8]) throws(BSONError) -> (Int64, [UInt8], Bool) {
    try BSONReader.decode(bytes) { r throws(BSONError) in
      (try r.int64("view"), try r.binary("id"), try r.bool("yes"))
    }
  }

  func refusal(_ bytes: [UInt8]) -> BSONError.Reason? {
    do throws(BSONError) {
      _ = try readVote(bytes)
      return nil
    } catch { return error.reason }
  }

  @Test("fields are read in the order of the format")
  func inOrder() throws {
    let (view, id, yes) = try readVote(vote)
    #expect(view == 3)
    #expect(id == [9, 8, 7])
    #expect(yes)
  }

  @Test("a missing, another, an additional or a differently typed field is told apart")
  func wrongFields() {
    #expect(refusal(BSONWriter.encode { $0.int64("view", 3) }) == .missingField)
    #expect(refusal(BSONWriter.encode { $0.int64("vies", 3) }) == .unexpectedField)
    #expect(refusal(BSONWriter.encode { $0.int64("vie", 3) }) == .unexpectedField)
    #expect(refusal(BSONWriter.encode { $0.int64("views", 3) }) == .unexpectedField)
    #expect(refusal(BSONWriter.encode { $0.int32("view", 3) }) == .wrongType)
    let more = BSONWriter.encode { w in
      w.int64("view", 3)
      w.binary("id", [UInt8]())
      w.bool("yes", true)
      w.null("more")
    }
    #expect(refusal(more) == .unexpectedField)
  }

  @Test("a second encoding of the same value is refused")
  func canonical() {
    var trueAsTwo = vote
    trueAsTwo[vote.count - 2] = 2
    #expect(refusal(trueAsTwo) == .notCanonical)
    var otherSubtype = vote
    let subtype = vote.firstIndex(of: 9)! - 1
    otherSubtype[subtype] = 0x80
    #expect(refusal(otherSubtype) == .notCanonical)
    #expect(refusal(vote + [0]) == .trailingBytes)
  }

  @Test("lengths that are negative, too long or off by one are refused")
  func lengths() {
    for length in [Int32.min, -1, 0, 4, Int32(vote.count) - 1, Int32(vote.count) + 1, .max] {
      var bytes = vote
      withUnsafeBytes(of: length.littleEndian) { bytes.replaceSubrange(0..<4, with: $0) }
      #expect(refusal(bytes) != nil, "length \(length)")
    }
    let start = vote.firstIndex(of: 9)! - 5
    for length in [Int32.min, -1, 2, 4, .max] {
      var bytes = vote
      withUnsafeBytes(of: length.littleEndian) { bytes.replaceSubrange(start..<start + 4, with: $0) }
      #expect(refusal(bytes) != nil, "length \(length)")
    }
  }

  @Test("a string must be UTF-8 and end with a zero")
  func strings() throws {
    let bytes = BSONWriter.encode { $0.string("s", "gr\u{fc}n") }
    func read(_ bytes: [UInt8]) throws -> String {
      try BSONReader.decode(bytes) { r throws(BSONError) in try r.string("s") }
    }
    #expect(try read(bytes) == "gr\u{fc}n")
    var cutCharacter = bytes
    cutCharacter[bytes.firstIndex(of: 0xC3)!] = 0x41
    #expect(throws: BSONError.self) { try read(cutCharacter) }
    var unended = bytes
    unended[bytes.count - 2] = 0x41
    #expect(throws: BSONError(.badString, at: bytes.count - 2)) { try read(unended) }
  }

  @Test("array keys must count from zero")
  func arrayKeys() {
    for keys in [[1], [0, 2], [0, 0], [10]] {
      let bytes = BSONWriter.encode { w in
        w.array("a") { w in for key in keys { w.bool(.index(key), true) } }
      }
      #expect(throws: BSONError.self) {
        try BSONReader.decode(bytes) { r throws(BSONError) in
          try r.array("a") { r, index throws(BSONError) in _ = try r.bool(.index(index)) }
        }
      }
    }
  }

  @Test("documents nested beyond the limit are refused without overflowing the stack")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      (0..<depth).reduce(BSONWriter.encode { _ in }) { inner, _ in
        BSONWriter.encode { $0.encoded("d", document: inner) }
      }
    }
    func descend(_ r: inout BSONReader) throws(BSONError) -> Int {
      guard !r.isAtEnd else { return 0 }
      return try r.document("d") { r throws(BSONError) in try descend(&r) } + 1
    }
    func depth(_ bytes: [UInt8]) throws(BSONError) -> Int {
      try BSONReader.decode(bytes) { r throws(BSONError) in try descend(&r) }
    }
    #expect(try depth(nested(BSONReader.maximumDepth - 1)) == BSONReader.maximumDepth - 1)
    #expect(throws: BSONError.self) { try depth(nested(BSONReader.maximumDepth)) }
    #expect(throws: BSONError.self) { try depth(nested(10_000)) }
  }

  @Test("a field left unread is an error, not silently passed")
  func unread() {
    #expect(throws: BSONError.self) {
      try BSONReader.decode(vote) { r throws(BSONError) in try r.int64("view") }
    }
  }

  @Test("the kind of a message is read without decoding it")
  func kind() {
    #expect(BSONReader.kind(of: BSONWriter.encode { $0.int32("kind", -7) }) == -7)
    #expect(BSONReader.kind(of: BSONWriter.encode { $0.int64("kind", 7) }) == nil)
    #expect(BSONReader.kind(of: BSONWriter.encode { $0.int32("kinD", 7) }) == nil)
    #expect(BSONReader.kind(of: []) == nil)
    #expect(BSONReader.kind(of: vote) == nil)
  }
}
