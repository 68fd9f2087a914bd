import Vocabulary

/// Whom watchers have reported as silent. An element is lost when the first reports it, and back when the last does not any
/// more.
struct SilenceRegister {
  enum Change {
    case nothing, lost, returned
  }

  private struct Pair: Hashable {
    var watcher: ElementID
    var neighbour: ElementID
  }

  /// When the newest report of each was made, on the watcher's clock. Never iterated.
  private var newest: [Pair: Instant] = [:]
  /// By silent element: who says so.
  private var silent: [ElementID: Set<ElementID>] = [:]

  var lost: [ElementID] { silent.keys.sorted() }

  /// Reports may overtake each other.
  mutating func take(_ report: NeighbourReport, of watcher: ElementID) -> Change {
    let pair = Pair(watcher: watcher, neighbour: report.neighbour)
    guard report.at >= newest[pair] ?? .start else { return .nothing }
    newest[pair] = report.at
    var watchers = silent[report.neighbour] ?? []
    let wasLost = !watchers.isEmpty
    if report.isAlive { watchers.remove(watcher) } else { watchers.insert(watcher) }
    silent[report.neighbour] = watchers.isEmpty ? nil : watchers
    return wasLost == !watchers.isEmpty ? .nothing : wasLost ? .returned : .lost
  }
}
