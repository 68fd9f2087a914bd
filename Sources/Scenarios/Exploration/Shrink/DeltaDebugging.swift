/// Finds a part of a list that is enough and of which nothing can be left out: ddmin (Zeller and Hildebrandt 2002).
enum DeltaDebugging {
  /// `firstEnough` gives the place of the first list among several that is enough; nil when none is. The whole list is
  /// known to be. Quadratic in its length at worst.
  static func minimise<Element>(
    _ list: [Element], firstEnough: ([[Element]]) throws -> Int?
  ) rethrows -> [Element] {
    guard !list.isEmpty else { return list }
    if try firstEnough([[]]) != nil { return [] }
    var list = list
    var parts = 2
    while list.count > 1 {
      let chunks = (0..<parts).map { part in
        list.count * part / parts..<list.count * (part + 1) / parts
      }
      let subsets = chunks.map { Array(list[$0]) }
      // With two parts, what one leaves out is the other.
      let complements = parts == 2 ? [] : chunks.map { Array(list[..<$0.lowerBound] + list[$0.upperBound...]) }
      if let found = try firstEnough(subsets + complements) {
        list = found < parts ? subsets[found] : complements[found - parts]
        parts = found < parts ? 2 : max(parts - 1, 2)
      } else {
        guard parts < list.count else { break }
        parts = min(parts * 2, list.count)
      }
    }
    return list
  }
}
