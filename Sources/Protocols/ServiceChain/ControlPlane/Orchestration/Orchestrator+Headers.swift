import Vocabulary

/// Who has keys for the headers of paths.
extension Orchestrator {
  /// Paths whose elements, those of the way before too, do not all have keys for their headers yet.
  func wantedPaths(for target: Deployment) -> [AuthenticatedPath] {
    guard settings.authenticatesHeaders else { return [] }
    let known = known
    return target.authenticatedPaths.map { known[$0.path]?.joined(with: $0) ?? $0 }.filter { known[$0.path] != $0 }
  }

  private var known: [ServicePathID: AuthenticatedPath] {
    Dictionary(journal.state.paths.map { ($0.path, $0) }) { first, _ in first }
  }

  /// Elements that are on no way of a path any more lose its keys.
  mutating func tidyPaths(at now: Instant, into effects: inout Effects) {
    guard settings.authenticatesHeaders else { return }
    let targets = settings.failOvers.map(\.target) + journal.state.jobs.map(\.operation.target)
    var used: [ServicePathID: AuthenticatedPath] = [:]
    for path in ([deployment].compactMap { $0 } + targets).flatMap(\.authenticatedPaths) {
      used[path.path] = used[path.path]?.joined(with: path) ?? path
    }
    for path in journal.state.paths {
      guard let kept = used[path.path].map({ path.limited(to: $0) }) else {
        journal.write(.abandoned(path.path))
        continue
      }
      guard kept != path else { continue }
      journal.write(.authenticated(kept))
      asides[ask(.putAuthenticatedPath(kept), settings.authenticationCentre, at: now, into: &effects)] = .wish
    }
  }
}
