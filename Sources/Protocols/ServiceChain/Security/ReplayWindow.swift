/// Which sequence numbers came already, among the highest that came (RFC 4303, 3.4.3, kept as RFC 6479 does).
public struct ReplayWindow: Hashable, Sendable {
  /// Numbers so far under the highest are still accepted, less one.
  public let size: Int
  /// The highest number that was accepted; 0 before the first.
  public private(set) var highest: UInt32 = 0
  /// A bit for each number, in a ring of one word more than the window needs.
  private var words: [UInt64]

  /// - Parameter size: rounded up to a multiple of 64.
  public init(size: Int = 64) {
    precondition(size > 0, "a window of \(size)")
    self.size = (size + 63) & ~63
    words = [UInt64](repeating: 0, count: self.size / 64 + 1)
  }

  /// Whether the number is neither 0, nor before the window, nor one that came already.
  public func accepts(_ sequence: UInt32) -> Bool {
    guard sequence > 0 else { return false }
    if sequence > highest { return true }
    guard Int(highest - sequence) < size else { return false }
    return words[word(sequence)] & bit(sequence) == 0
  }

  /// Notes a number that the window accepts and whose packet is authentic.
  public mutating func insert(_ sequence: UInt32) {
    if sequence > highest {
      let steps = min(Int(sequence / 64) - Int(highest / 64), words.count)
      for step in 0..<steps { words[word(sequence &- UInt32(step) &* 64)] = 0 }
      highest = sequence
    }
    words[word(sequence)] |= bit(sequence)
  }

  private func word(_ sequence: UInt32) -> Int { Int(sequence / 64) % words.count }
  private func bit(_ sequence: UInt32) -> UInt64 { 1 << UInt64(sequence % 64) }
}
