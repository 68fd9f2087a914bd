/// Segments that came before their turn, by their place in the stream. They may overlap.
struct ReassemblyQueue {
  /// A part of a packet, and where it belongs in the stream.
  struct Piece {
    var position: Int64
    var packet: PacketBuffer
    /// Where its bytes stand in the packet.
    var offset: Int
    var count: Int

    var end: Int64 { position + Int64(count) }
  }

  /// Ascending by position.
  private var pieces: [Piece] = []
  private let capacity: Int

  /// More than `capacity` pieces are not kept: a peer that sends single bytes cannot make it large.
  init(capacity: Int) { self.capacity = capacity }

  var isEmpty: Bool { pieces.isEmpty }
  var count: Int { pieces.count }

  /// False if it was not taken: it is here already, or there is no room.
  mutating func insert(_ piece: Piece) -> Bool {
    var index = pieces.count
    while index > 0, pieces[index - 1].position > piece.position { index -= 1 }
    if index > 0, pieces[index - 1].end >= piece.end { return false }
    if pieces.count >= capacity { return false }
    pieces.insert(piece, at: index)
    return true
  }

  /// The next piece if it touches `position`, without what comes before it.
  mutating func take(at position: Int64) -> Piece? {
    while let first = pieces.first, first.position <= position {
      pieces.removeFirst()
      guard first.end > position else { continue }
      return first.dropping(before: position)
    }
    return nil
  }

  mutating func removeAll() { pieces.removeAll() }
}

extension ReassemblyQueue.Piece {
  /// What of it stands at or behind `start`.
  func dropping(before start: Int64) -> Self {
    guard start > position else { return self }
    var rest = self
    let skipped = Int(min(start - position, Int64(count)))
    rest.position += Int64(skipped)
    rest.offset += skipped
    rest.count -= skipped
    return rest
  }
}
