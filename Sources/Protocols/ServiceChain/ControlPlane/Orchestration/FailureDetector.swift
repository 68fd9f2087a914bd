/// Which of the watched elements do not answer.
struct FailureDetector {
  private let misses: Int
  private var missed: [ElementID: Int]
  private var requests: [Int64: ElementID] = [:]

  /// - Parameter misses: unanswered in a row before an element counts as lost.
  init(_ elements: [ElementID], misses: Int) {
    self.misses = misses
    missed = Dictionary(elements.map { ($0, 0) }) { first, _ in first }
  }

  var lost: [ElementID] { missed.filter { $0.value >= misses }.map(\.key).sorted() }

  mutating func asked(_ element: ElementID, _ request: Int64) { requests[request] = element }

  func waits(for request: Int64) -> Bool { requests[request] != nil }

  /// Those that were asked and have not answered; nobody is waited for any more.
  mutating func takeSilent() -> [ElementID] {
    defer { requests.removeAll() }
    return requests.map(\.value).sorted()
  }

  /// Whose answer this is; nil: of nobody who is waited for.
  mutating func answered(_ request: Int64) -> ElementID? { requests.removeValue(forKey: request) }

  /// Whether it has just been lost.
  mutating func missed(_ element: ElementID) -> Bool {
    missed[element, default: 0] += 1
    return missed[element] == misses
  }

  /// Whether it had been lost.
  mutating func returned(_ element: ElementID) -> Bool {
    defer { missed[element] = 0 }
    return missed[element, default: 0] >= misses
  }
}
