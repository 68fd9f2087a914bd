/// Looks for the best place of a grid in one or two dimensions: a coarse sweep, then a pattern search (Hooke and Jeeves
/// 1961) around the best, whose step is halved until it is one step of the grid.
///
/// It finds the best of one hill. Of several it climbs the one that the coarse sweep shows to be the highest.
struct CapacitySearch {
  typealias Place = [Int]

  /// What is known of a place. Of two that break bounds the one that breaks them less is better (Deb 2000).
  struct Score: Equatable {
    /// 0 where all bounds are kept.
    var excess: Double
    /// The larger, the better.
    var merit: Double

    func isBetter(than other: Score) -> Bool { (other.excess, merit) > (excess, other.merit) }
  }

  /// Values of the coarse sweep in each dimension, ends included.
  let values: Int
  let halvings: Int
  let dimensions: Int
  private(set) var scores: [Place: Score] = [:]

  init(dimensions: Int, values: Int, halvings: Int) {
    precondition(values >= 2 && halvings >= 0 && dimensions >= 1, "\(values) values, \(halvings) halvings")
    self.dimensions = dimensions
    self.values = values
    self.halvings = halvings
  }

  /// The last place in each dimension; the first is 0.
  var last: Int { (values - 1) << halvings }

  /// Whether a place is of the coarse sweep.
  func isCoarse(_ place: Place) -> Bool { place.allSatisfy { $0 % (1 << halvings) == 0 } }

  /// The best place. `evaluate` is asked for each place once.
  mutating func run(_ evaluate: ([Place]) throws -> [Score]) rethrows -> Place {
    var step = 1 << halvings
    let grid = Self.product((0..<values).map { $0 * step }, dimensions)
    try look(at: grid, evaluate)
    var best = best(of: grid)
    while step > 1 {
      step /= 2
      while true {
        let around = neighbours(of: best, step)
        try look(at: around, evaluate)
        let next = self.best(of: [best] + around)
        guard next != best else { break }
        best = next
      }
    }
    return best
  }

  /// The first of the best.
  func best(of places: [Place]) -> Place {
    places.dropFirst().reduce(places[0]) { scores[$1]!.isBetter(than: scores[$0]!) ? $1 : $0 }
  }

  private mutating func look(at places: [Place], _ evaluate: ([Place]) throws -> [Score]) rethrows {
    let new = places.filter { scores[$0] == nil }
    guard !new.isEmpty else { return }
    for (place, score) in zip(new, try evaluate(new)) { scores[place] = score }
  }

  private func neighbours(of place: Place, _ step: Int) -> [Place] {
    Self.product([-step, 0, step], dimensions).map { offset in zip(place, offset).map(+) }
      .filter { $0 != place && $0.allSatisfy((0...last).contains) }
  }

  private static func product(_ values: [Int], _ dimensions: Int) -> [Place] {
    (0..<dimensions).reduce([[]]) { places, _ in places.flatMap { place in values.map { place + [$0] } } }
  }
}
