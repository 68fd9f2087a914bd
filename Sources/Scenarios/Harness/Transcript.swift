import Vocabulary

/// The last things that happened in a run, in words.
final class Transcript {
  private let capacity: Int
  /// What comes later is left out.
  private let end: Instant
  private var lines: [String] = []
  private var next = 0

  init(last capacity: Int, upTo end: Instant = .never) {
    precondition(capacity > 0, "a transcript of \(capacity) lines")
    self.capacity = capacity
    self.end = end
  }

  func add(_ now: Instant, _ node: NodeID, _ words: @autoclosure () -> String) {
    guard now <= end else { return }
    let line = "\(Quantity.seconds(now.nanoseconds)) s  node \(node.index)  \(words())"
    if lines.count < capacity {
      lines.append(line)
    } else {
      lines[next] = line
      next = (next + 1) % capacity
    }
  }

  /// Oldest first.
  var text: [String] { Array(lines[next...] + lines[..<next]) }
}

extension Quantity {
  /// `12.000000345`.
  fileprivate static func seconds(_ nanoseconds: Int64) -> String {
    let fraction = String(nanoseconds % 1_000_000_000)
    return "\(nanoseconds / 1_000_000_000)." + String(repeating: "0", count: 9 - fraction.count) + fraction
  }
}
