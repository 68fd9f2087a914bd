/// Finds the word that was probably meant.
enum Spelling {
  /// `. Did you mean '--seed'?` for `--sed`; empty when nothing is near.
  static func suggestion(for word: String, among candidates: [String]) -> String {
    let ranked = candidates.map { (distance: distance(word, $0), candidate: $0) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return "" }
    guard best.distance <= max(1, word.count / 3) else { return "" }
    return ". Did you mean '\(best.candidate)'?"
  }

  /// Insertions, deletions, replacements and swaps of neighbours between two words.
  static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
