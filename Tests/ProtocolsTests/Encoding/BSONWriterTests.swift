import Protocols
import Testing

@Suite("BSON writer")
struct BSONWriterTests {
  @Test("the two examples of bsonspec.org come out byte for byte")
  func specificationExamples() {
    let hello = BSONWriter.encode { $0.string("hello", "world") }
    #expect(hello == Array("\u{16}\0\0\0\u{2}hello\0\u{6}\0\0\0world\0\0".utf8))

    let awesome = BSONWriter.encode { w in
      w.array("BSON") { w in
        w.string(.index(0), "awesome")
        w.double(.index(1), 5.05)
        w.int32(.index(2), 1_986)
      }
    }
    let head = Array("1\0\0\0\u{4}BSON\0&\0\0\0\u{2}0\0\u{8}\0\0\0awesome\0\u{1}1\0".utf8)
    #expect(
      awesome == head + [0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x14, 0x40] + [0x10, 0x32, 0, 0xC2, 0x07, 0, 0, 0, 0])
  }

  @Test("every type has the layout that pymongo gives it")
  func everyType() {
    let bytes = BSONWriter.encode { w in
      w.double("d", -2.5)
      w.string("s", "h\u{e9}")
      w.document("o") { $0.null("n") }
      w.binary("b", [1, 2, 255])
      w.bool("t", true)
      w.datetime("m", milliseconds: -1)
      w.int32("i", .min)
      w.int64("l", .max)
    }
    // bson.encode({'d': -2.5, 's': 'hé', 'o': {'n': None}, 'b': b'\x01\x02\xff', 't': True,
    //              'm': DatetimeMS(-1), 'i': -2**31, 'l': Int64(2**63 - 1)}).hex()
    let expected =
      "5200000001640000000000000004c002730004000000"
      + "68c3a900036f00080000000a6e0000056200030000000001"
      + "02ff08740001096d00ffffffffffffffff1069000000008012"
      + "6c00ffffffffffffff7f00"
    #expect(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
  }

  @Test("array elements past the ninth are keyed in decimal")
  func longArrays() throws {
    let bytes = BSONWriter.encode { w in
      w.array("v") { w in for i in 0..<1_001 { w.int32(.index(i), Int32(i)) } }
    }
    #expect(bytes.count == 4 + 3 + 4 + 10 * 7 + 90 * 8 + 900 * 9 + 10 + 1 + 1)
    var read: [Int32] = []
    try BSONReader.decode(bytes) { r throws(BSONError) in
      try r.array("v") { r, index throws(BSONError) in read.append(try r.int32(.index(index))) }
    }
    #expect(read == Array(0..<1_001))
  }

  @Test("sizes told beforehand are the sizes written")
  func sizes() {
    for count in [0, 1, 9, 100] {
      let bytes = BSONWriter.encode { w in
        w.binary("signature", [UInt8](repeating: 7, count: count))
        w.array("x") { w in w.bool(.index(count), true) }
        w.int64("y", 1)
      }
      let told = BSONSize.document(
        BSONSize.element("signature", BSONSize.binary(count))
          + BSONSize.element("x", BSONSize.document(BSONSize.element(.index(count), BSONSize.bool)))
          + BSONSize.element("y", BSONSize.int64))
      #expect(bytes.count == told)
    }
  }
}

@Suite("Documents in chunks")
struct BSONExtensionTests {
  @Test("a document extended by a field is the document that was written with it")
  func extended() {
    let field = BSONWriter.encode { w in w.int64("view", 7) }
    let short = BSONWriter.encode { w in w.string("phase", "commit") }
    let whole = BSONWriter.encode { w in
      w.string("phase", "commit")
      w.encoded("block", document: field)
    }
    #expect(BSONWriter.extended(short, by: "block", document: field).flatMap { $0 } == whole)
  }
}
