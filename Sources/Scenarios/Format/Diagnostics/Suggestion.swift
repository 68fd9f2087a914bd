/// Finds the known word that a mistyped one was probably meant to be.
public enum Suggestion {
  /// `; did you mean 'jitter'?`, or nothing when no candidate is near.
  static func phrase(for word: String, among candidates: [String]) -> String {
    guard let near = nearest(to: word, among: candidates) else { return "" }
    return "; did you mean '\(near)'?"
  }

  /// The candidate with the fewest edits, the first of equals; at most a third of the letters may differ.
  public static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().prefix(64))
    let allowed = max(1, letters.count / 3)
    var best: (candidate: String, edits: Int)?
    for candidate in candidates {
      let edits = distance(letters, Array(candidate.lowercased()))
      guard edits <= allowed, edits < letters.count else { continue }
      if edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.candidate
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    guard !a.isEmpty else { return b.count }
    guard !b.isEmpty else { return a.count }
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in 1...a.count {
      var row = [i] + [Int](repeating: 0, count: b.count)
      for j in 1...b.count {
        let replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
        row[j] = min(replaced, last[j] + 1, row[j - 1] + 1)
        let swaps = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
        if swaps { row[j] = min(row[j], beforeLast[j - 2] + 1) }
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
