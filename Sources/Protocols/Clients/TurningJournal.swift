/// A journal in two files that take turns, so that it stays bounded: when one has become large, the other is begun with a
/// snapshot of all that still matters, and the first is emptied once that is durable. docs/formats/messages.md.
struct TurningJournal {
  /// What a record holds.
  enum Piece {
    /// Stands for all before it.
    case snapshot([UInt8], turn: Int64)
    case entry([UInt8])
  }

  private let files: [FileID]
  /// Index of the file that is being written.
  private var current = 0
  /// Bytes in it.
  private var size = 0
  /// How often the files have taken turns.
  private var turn: Int64 = 0
  /// A file of this size is left; what begins with a large snapshot may become twice as large.
  private var limit: Int
  private let smallestLimit: Int
  private var lastTicket: Int64 = 0
  private var full: (file: FileID, ticket: DiskTicket)?

  init(_ first: FileID, _ second: FileID, turnSize: Int) {
    files = [first, second]
    smallestLimit = turnSize
    limit = turnSize
  }

  /// Appends documents, each as a record with a checksum.
  mutating func append(_ documents: [[UInt8]], into effects: inout Effects) {
    let records = documents.map(CheckedDocument.bytes)
    let count = records.reduce(0) { $0 + $1.count }
    size += count
    effects.meter.chargeChecked(count)
    effects.append(.append(files[current], records))
  }

  /// The ticket comes back when all that was appended is durable.
  mutating func sync(into effects: inout Effects) -> DiskTicket {
    lastTicket += 1
    effects.append(.sync(files[current], DiskTicket(lastTicket)))
    return DiskTicket(lastTicket)
  }

  /// Whether it is time for the other file.
  var isFull: Bool { full == nil && size >= limit }

  /// Goes on in the other file, which must begin with a snapshot of what all entries so far have led to.
  mutating func turn(_ snapshot: [UInt8], into effects: inout Effects) {
    precondition(full == nil, "file \(files[1 - current].slot) is not empty yet")
    let left = files[current]
    current = 1 - current
    turn += 1
    size = 0
    append([Self.document(turn: turn, snapshot)], into: &effects)
    limit = max(smallestLimit, 2 * size)
    full = (left, sync(into: &effects))
  }

  /// A sync is back: a file whose successor is durable is emptied.
  mutating func durable(upTo ticket: DiskTicket, into effects: inout Effects) {
    guard let full, full.ticket.number <= ticket.number else { return }
    self.full = nil
    effects.append(.truncate(full.file, to: 0))
  }

  // MARK: Another life

  /// Asks for the first file.
  func read(into effects: inout Effects) { read(0, into: &effects) }

  /// The contents of a file; with those of the other, both. Asks for the other first.
  func next(after first: [UInt8]?, _ contents: [UInt8], into effects: inout Effects) -> [[UInt8]]? {
    guard let first else {
      read(1, into: &effects)
      return nil
    }
    return [first, contents]
  }

  private func read(_ index: Int, into effects: inout Effects) {
    effects.append(.read(files[index], offset: 0, count: .max, DiskTicket(Int64(index))))
  }

  /// What the two files hold, each piece with the offset at which it ends, up to the first record that is torn or damaged.
  /// The file whose snapshot is the newer counts, and the other is emptied: it was left, or its first record is torn.
  mutating func recover(_ contents: [[UInt8]], into effects: inout Effects) -> [(Piece, end: Int)] {
    let turns = contents.map(Self.turn)
    current = turns[1] > turns[0] ? 1 : 0
    turn = turns[current]
    for bytes in contents { effects.meter.chargeChecked(bytes.count) }
    if !contents[1 - current].isEmpty { effects.append(.truncate(files[1 - current], to: 0)) }
    let pieces = Self.pieces(of: contents[current])
    if case (.snapshot, let end)? = pieces.first { limit = max(smallestLimit, 2 * end) }
    return pieces
  }

  /// Cuts the file that counts behind what was taken from it. The bytes that are cut off.
  mutating func cut(to intact: Int, of contents: [[UInt8]], into effects: inout Effects) -> Int {
    size = intact
    let surplus = contents[current].count - intact
    if surplus > 0 { effects.append(.truncate(files[current], to: Int64(intact))) }
    return surplus
  }

  // MARK: Records

  static func pieces(of bytes: [UInt8], limit: Int = .max) -> [(Piece, end: Int)] {
    var pieces: [(Piece, end: Int)] = []
    var offset = 0
    while pieces.count < limit, let place = BSONReader.documentRange(at: offset, in: bytes) {
      guard let document = try? CheckedDocument.document(in: place, of: bytes) else { break }
      offset = place.upperBound
      let snapshot = pieces.isEmpty ? try? snapshot(document) : nil
      pieces.append((snapshot.map { .snapshot($0.state, turn: $0.turn) } ?? .entry(document), offset))
    }
    return pieces
  }

  /// 0 of a file that begins with no snapshot.
  private static func turn(of bytes: [UInt8]) -> Int64 {
    guard case (.snapshot(_, let turn), _)? = pieces(of: bytes, limit: 1).first else { return 0 }
    return turn
  }

  private static func document(turn: Int64, _ snapshot: [UInt8]) -> [UInt8] {
    BSONWriter.encode(reserving: snapshot.count + 64) { w in
      w.string("entry", "snapshot")
      w.int64("turn", turn)
      w.encoded("state", document: snapshot)
    }
  }

  private static func snapshot(_ document: [UInt8]) throws(BSONError) -> (turn: Int64, state: [UInt8]) {
    try BSONReader.decode(document) { r throws(BSONError) in
      let place = r.position
      guard try r.string("entry") == "snapshot" else { throw BSONError(.badValue, at: place) }
      let turn = try r.int64("turn")
      guard turn > 0 else { throw BSONError(.badValue, at: place) }
      return (turn, Array(document[try r.documentRange("state")]))
    }
  }
}
