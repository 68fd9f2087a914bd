import Testing

@testable import Scenarios

@Suite("Searching for capacity")
struct CapacitySearchTests {
  typealias Score = CapacitySearch.Score

  /// Searches a function of places, and counts what it looks at.
  private func search(
    _ dimensions: Int = 1, values: Int = 9, halvings: Int = 4, _ score: ([Int]) -> Score
  ) -> (best: [Int], looks: Int) {
    var search = CapacitySearch(dimensions: dimensions, values: values, halvings: halvings)
    var looks: [[Int]] = []
    let best = search.run { places in
      looks += places
      return places.map(score)
    }
    #expect(Set(looks).count == looks.count, "a place was asked for twice")
    return (best, looks.count)
  }

  @Test("the top of one hill is found to a step of the grid, wherever it is", arguments: [0, 1, 37, 64, 100, 127, 128])
  func hill(top: Int) {
    let found = search { Score(excess: 0, merit: -Double(abs($0[0] - top))) }
    #expect(found.best == [top])
    #expect(found.looks <= 9 + 2 * 4)
  }

  @Test("a value that rises until a bound breaks is followed up to the bound", arguments: [1, 17, 63, 64, 65, 128])
  func bound(last: Int) {
    let found = search { place in
      Score(excess: place[0] <= last ? 0 : Double(place[0] - last), merit: Double(place[0]))
    }
    #expect(found.best == [last])
  }

  @Test("where the coarse sweep keeps no bound, the search goes where they are broken least, and finds what keeps them")
  func island() {
    let found = search { place in
      Score(excess: max(0, Double(abs(place[0] - 59)) - 1), merit: 0)
    }
    #expect((58...60).contains(found.best[0]))
  }

  @Test("a ridge that lies across two keys is climbed")
  func ridge() {
    let found = search(2, values: 5, halvings: 4) { place in
      let (x, y) = (Double(place[0]), Double(place[1]))
      return Score(excess: max(0, x + y - 70), merit: 2 * x + y)
    }
    #expect(found.best[0] + found.best[1] == 70)
    #expect(found.best == [64, 6])
  }

  @Test("of equals the first is the best, and nothing is looked at twice")
  func flat() {
    let found = search { _ in Score(excess: 0, merit: 1) }
    #expect(found.best == [0])
    #expect(found.looks == 9 + 4)
  }

  @Test("breaking a bound less is better than any merit; with bounds kept, merit counts")
  func order() {
    #expect(Score(excess: 0, merit: 1).isBetter(than: Score(excess: 0.1, merit: 9)))
    #expect(Score(excess: 0.1, merit: 0).isBetter(than: Score(excess: 0.2, merit: 9)))
    #expect(Score(excess: 0, merit: 2).isBetter(than: Score(excess: 0, merit: 1)))
    #expect(!Score(excess: 0, merit: 1).isBetter(than: Score(excess: 0, merit: 1)))
    #expect(!Score(excess: .infinity, merit: 1).isBetter(than: Score(excess: .infinity, merit: 1)))
  }
}
