import Vocabulary

/// Who has keys for the headers of paths.
extension Orchestrator {
  /// Paths whose elements, those of the way before too, do not all have keys for their headers yet. What is lost is not waited for,
  /// unless the new way leads there.
  func wantedPaths(for target: Deployment) -> [AuthenticatedPath] {
    guard settings.authenticatesHeaders else { return [] }
    let (known, lost) = (known, Set(lostElements))
    return target.authenticatedPaths.compactMap { way in
      guard let known = known[way.path] else { return way }
      return known.joined(with: way) == known ? nil : known.without(lost).joined(with: way)
    }
  }

  /// Paths that the step that is being done asks for keys for.
  var askedPaths: Set<ServicePathID> {
    guard let work, work.steps.first == .keys else { return [] }
    return Set(wantedPaths(for: work.operation.target).map(\.path))
  }

  private var known: [ServicePathID: AuthenticatedPath] {
    Dictionary(journal.state.paths.map { ($0.path, $0) }) { first, _ in first }
  }

  /// An operation has failed that asked for keys for the headers of its paths: they are taken away with the next tidying.
  mutating func forgo(_ target: Deployment) {
    let known = known
    let spared = Set(settings.failOvers.flatMap(\.target.chains).map(\.path))
    for path in wantedPaths(for: target) {
      if known[path.path] != nil {
        attempted[path.path] = path
      } else if !spared.contains(path.path) {
        journal.write(.abandoned(path.path))
      }
    }
  }

  /// Elements that are on no way of a path any more lose its keys.
  mutating func tidyPaths(at now: Instant, into effects: inout Effects) {
    guard settings.authenticatesHeaders else { return }
    let targets = settings.failOvers.map(\.target) + journal.state.jobs.map(\.operation.target)
    var used: [ServicePathID: AuthenticatedPath] = [:]
    for path in ([deployment].compactMap { $0 } + targets).flatMap(\.authenticatedPaths) {
      used[path.path] = used[path.path]?.joined(with: path) ?? path
    }
    let busy = askedPaths
    for path in journal.state.paths where !busy.contains(path.path) {
      let asked = attempted[path.path] ?? path
      guard let way = used[path.path] else {
        attempted[path.path] = nil
        journal.write(.abandoned(path.path))
        continue
      }
      let (known, kept) = (path.limited(to: way), asked.limited(to: way))
      if known != path { journal.write(.authenticated(known)) }
      guard kept != asked else { continue }
      attempted[path.path] = kept == known ? nil : kept
      asides[ask(.putAuthenticatedPath(kept), settings.authenticationCentre, at: now, into: &effects)] = .wish
    }
  }
}
