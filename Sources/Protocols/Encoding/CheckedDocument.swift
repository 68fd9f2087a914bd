/// A document with a checksum of its own, as in a client's journal and on a platform's internal network, where nothing is
/// signed: docs/formats/messages.md.
enum CheckedDocument {
  static func bytes(_ document: [UInt8]) -> [UInt8] {
    BSONWriter.encode(reserving: document.count + 64) { w in
      w.encoded("record", document: document)
      w.binary("check", SHA256Hasher.digest(document))
    }
  }

  /// The document, if the whole of the bytes is one with its checksum.
  static func document(of bytes: [UInt8]) throws(BSONError) -> [UInt8] { try document(in: bytes.indices, of: bytes) }

  /// The document of the record that fills the range.
  static func document(in place: Range<Int>, of bytes: [UInt8]) throws(BSONError) -> [UInt8] {
    try BSONReader.decode(bytes, in: place) { r throws(BSONError) in
      let document = Array(bytes[try r.documentRange("record")])
      guard try r.digest("check") == SHA256Hasher.digest(document) else {
        throw BSONError(.badValue, at: place.lowerBound)
      }
      return document
    }
  }
}

extension Meter {
  /// For a checked document of so many bytes, written or read.
  mutating func chargeChecked(_ byteCount: Int) {
    charge(.codecByte, byteCount)
    charge(.hashByte, byteCount)
  }
}
