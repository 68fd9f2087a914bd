extension ServiceJournal.Snapshot {
  /// `processed`: timestamps, 8 bytes each, little-endian, with the headers' digests.
  var bytes: [UInt8] {
    BSONWriter.encode(reserving: 256 + Self.entrySize * processed.count + 4_096 * tasks.count) { w in
      w.int64("floor", floor)
      var list: [UInt8] = []
      list.reserveCapacity(Self.entrySize * processed.count)
      for entry in processed {
        withUnsafeBytes(of: entry.timestamp.littleEndian) { list.append(contentsOf: $0) }
        list.append(contentsOf: entry.header.bytes)
      }
      w.binary("processed", list)
      w.array("tasks") { w in
        for (index, task) in tasks.enumerated() {
          w.document(.index(index)) { w in
            w.encoded("transaction", document: task.transaction.bytes)
            if let response = task.response {
              w.encoded("response", document: response.bytes)
            } else {
              w.null("response")
            }
          }
        }
      }
    }
  }

  private static let entrySize = 8 + Digest.byteCount

  init(decoding bytes: [UInt8]) throws(BSONError) {
    self = try BSONReader.decode(bytes) { r throws(BSONError) in
      let floor = try r.int64("floor")
      let place = r.position
      let list = try r.binary("processed")
      guard list.count.isMultiple(of: Self.entrySize) else { throw BSONError(.badLength, at: place) }
      let processed = stride(from: 0, to: list.count, by: Self.entrySize).map { Self.entry(in: list, at: $0) }
      var tasks: [(transaction: Transaction, response: Transaction?)] = []
      try r.array("tasks") { r, index throws(BSONError) in
        try r.document(.index(index)) { r throws(BSONError) in
          let transaction = Transaction(Array(bytes[try r.documentRange("transaction")]))
          if try r.nextType() == .document {
            tasks.append((transaction, Transaction(Array(bytes[try r.documentRange("response")]))))
          } else {
            try r.null("response")
            tasks.append((transaction, nil))
          }
        }
      }
      return ServiceJournal.Snapshot(floor: floor, processed: processed, tasks: tasks)
    }
  }

  private static func entry(in list: [UInt8], at place: Int) -> ProcessedTransactions.Entry {
    list.withUnsafeBytes { raw in
      ProcessedTransactions.Entry(
        timestamp: Int64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: Int64.self)),
        header: Digest(reading: raw.baseAddress! + place + 8))
    }
  }
}
