/// The term of every entry of a log, as the indexes at which a new term begins.
struct TermHistory {
  private var spans: [(first: Int64, term: Int64)] = []
  private(set) var last: Int64 = 0

  /// 0 at index 0; nil beyond the last entry.
  func term(at index: Int64) -> Int64? {
    guard index > 0 else { return index == 0 ? 0 : nil }
    guard index <= last else { return nil }
    return spans[place(of: index)].term
  }

  /// The first index of the term that the entry has.
  func start(ofTermAt index: Int64) -> Int64 { spans[place(of: index)].first }

  mutating func append(_ term: Int64) {
    last += 1
    if spans.last?.term != term { spans.append((last, term)) }
  }

  /// Forgets the entries from this one on.
  mutating func truncate(from index: Int64) {
    last = min(last, index - 1)
    while let span = spans.last, span.first > last { spans.removeLast() }
  }

  private func place(of index: Int64) -> Int {
    var (low, high) = (0, spans.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if spans[middle].first <= index { low = middle } else { high = middle - 1 }
    }
    return low
  }
}
