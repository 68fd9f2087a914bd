/// Watches a fuzz run go on, from several threads.
public protocol FuzzObserver: AnyObject, Sendable {
  /// Whether there is time for another case.
  var hasTime: Bool { get }
  func caseBegins(_ number: Int)
  /// Cases are counted in order: some may be done that are not counted yet.
  func caseEnds(_ summary: FuzzSummary)
  func found(_ failure: FuzzSummary.Failure)
}
