/// The contents of a file, in the pieces in which they were appended: pieces are shared, not copied, with all who hold
/// the same bytes. Offsets are those of the file; what is oldest may be forgotten.
public struct ByteRope: Sendable {
  private var pieces: [[UInt8]] = []
  /// Offsets of the pieces' first bytes.
  private var starts: [Int64] = []
  /// Pieces before this one are forgotten.
  private var first = 0
  /// The first offset that is kept.
  public private(set) var lowerBound: Int64 = 0
  /// The offset after the last.
  public private(set) var upperBound: Int64 = 0

  public init() {}

  public init(_ bytes: [UInt8]) { append(bytes) }

  /// Bytes that are kept.
  public var count: Int { Int(upperBound - lowerBound) }
  public var isEmpty: Bool { count == 0 }

  /// All that is kept, in one array.
  public var joined: [UInt8] { bytes(lowerBound..<upperBound) }

  /// Calls `body` with each piece that is kept, in order.
  public func forEachPiece(_ body: ([UInt8]) -> Void) { pieces[first...].forEach(body) }

  /// Whether it is the same bytes in the same pieces. Takes no time where both share the memory.
  public func hasPieces(of other: ByteRope) -> Bool { pieces[first...] == other.pieces[other.first...] }

  public mutating func append(_ piece: [UInt8]) {
    guard !piece.isEmpty else { return }
    pieces.append(piece)
    starts.append(upperBound)
    upperBound += Int64(piece.count)
  }

  /// Forgets the oldest pieces as long as the rest still holds `limit` bytes.
  public mutating func forget(keeping limit: Int64) {
    while first < pieces.count, upperBound - end(of: first) >= limit {
      lowerBound = end(of: first)
      pieces[first] = []
      first += 1
    }
    guard first > 1_000, first * 2 > pieces.count else { return }
    pieces.removeFirst(first)
    starts.removeFirst(first)
    first = 0
  }

  /// Keeps only what stands before `offset`; later appends go on there.
  public mutating func truncate(to offset: Int64) {
    while pieces.count > first, starts[pieces.count - 1] >= offset {
      pieces.removeLast()
      starts.removeLast()
    }
    if pieces.count > first, end(of: pieces.count - 1) > offset {
      pieces[pieces.count - 1].removeLast(Int(end(of: pieces.count - 1) - offset))
    }
    upperBound = offset
    lowerBound = min(lowerBound, offset)
  }

  /// Changes the bytes of the range that are kept, each given with its offset; whoever shares them keeps the old ones.
  public mutating func change(_ range: Range<Int64>, _ body: (inout UInt8, Int64) -> Void) {
    let range = range.clamped(to: lowerBound..<upperBound)
    guard !range.isEmpty else { return }
    var index = self.index(of: range.lowerBound)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let end = min(range.upperBound, end(of: index))
      let start = starts[index]
      pieces[index].withUnsafeMutableBufferPointer { piece in
        for place in offset..<end { body(&piece[Int(place - start)], place) }
      }
      offset = end
      index += 1
    }
  }

  /// The bytes of the range, all of which must be kept. Copies nothing when they are one piece.
  public func bytes(_ range: Range<Int64>) -> [UInt8] {
    guard !range.isEmpty else { return [] }
    var index = index(of: range.lowerBound)
    if starts[index] == range.lowerBound && pieces[index].count == range.count { return pieces[index] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count)
    while bytes.count < range.count {
      let start = Int(range.lowerBound + Int64(bytes.count) - starts[index])
      bytes.append(contentsOf: pieces[index][start..<min(pieces[index].count, start + range.count - bytes.count)])
      index += 1
    }
    return bytes
  }

  /// The bytes of the range, all of which must be kept, as a rope of its own that starts at 0. Copies the pieces at its
  /// ends only.
  public func slice(_ range: Range<Int64>) -> ByteRope {
    var slice = ByteRope()
    guard !range.isEmpty else { return slice }
    var index = index(of: range.lowerBound)
    while slice.upperBound < Int64(range.count) {
      let start = range.lowerBound + slice.upperBound
      slice.append(bytes(start..<min(range.upperBound, end(of: index))))
      index += 1
    }
    return slice
  }

  private func end(of index: Int) -> Int64 { starts[index] + Int64(pieces[index].count) }

  /// The last piece that starts at or before the offset.
  private func index(of offset: Int64) -> Int {
    precondition(offset >= lowerBound && offset < upperBound, "byte \(offset) of \(lowerBound)..<\(upperBound)")
    var low = first
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

extension ByteRope: Hashable {
  /// Equal contents, in whatever pieces.
  public static func == (a: ByteRope, b: ByteRope) -> Bool { a.joined == b.joined }
  public func hash(into hasher: inout Hasher) { hasher.combine(joined) }
}

extension ByteRope: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: UInt8...) { self.init(elements) }
}
