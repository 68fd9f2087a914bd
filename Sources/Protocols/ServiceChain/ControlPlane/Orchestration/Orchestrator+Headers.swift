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
      guard known.joined(with: way) != known else { return nil }
      return known.without(lost).joined(with: way)
    }
  }

  /// Paths that the step that is being done asks for keys for.
  var askedPaths: Set<ServicePathID> { Set((work?.paths ?? []).map(\.path)) }

  private var known: [ServicePathID: AuthenticatedPath] { Self.byNumber(journal.state.paths) }

  private static func byNumber(_ paths: [AuthenticatedPath]) -> [ServicePathID: AuthenticatedPath] {
    Dictionary(paths.map { ($0.path, $0) }) { $0.joined(with: $1) }
  }

  /// An operation has failed that asked for keys for the headers of these. Whom it left out may have none now; with the next
  /// tidying they are taken away, but for those that a fail-over needs, and the way before has them again.
  mutating func forgo(_ paths: [AuthenticatedPath]) {
    let known = known
    let spared = Set(settings.failOvers.flatMap(\.target.chains).map(\.path))
    for path in paths {
      if let known = known[path.path] {
        attempted[path.path] = path
        let kept = known.limited(to: path)
        if kept != known { journal.write(.authenticated(kept)) }
      } else if !spared.contains(path.path) {
        journal.write(.abandoned(path.path))
      }
    }
  }

  /// Elements that are on no way of a path any more lose its keys. Those of the way in force that an operation left out, as they
  /// were lost, get them: nobody waits for that, and without keys one that is watched by hellos would stay lost.
  mutating func tidyPaths(at now: Instant, into effects: inout Effects) {
    guard settings.authenticatesHeaders else { return }
    let targets = settings.failOvers.map(\.target) + journal.state.jobs.map(\.operation.target)
    let current = deployment?.authenticatedPaths ?? []
    let (inForce, used) = (Self.byNumber(current), Self.byNumber(current + targets.flatMap(\.authenticatedPaths)))
    let busy = askedPaths
    for path in journal.state.paths where !busy.contains(path.path) {
      let asked = attempted[path.path] ?? path
      guard let way = used[path.path] else {
        attempted[path.path] = nil
        journal.write(.abandoned(path.path))
        continue
      }
      let known = (inForce[path.path].map(path.joined) ?? path).limited(to: way)
      let kept = known.joined(with: asked.limited(to: way))
      if known != path { journal.write(.authenticated(known)) }
      attempted[path.path] = kept == known ? nil : kept
      guard kept != asked else { continue }
      wish(.putAuthenticatedPath(kept), of: settings.authenticationCentre, at: now, into: &effects)
    }
  }
}
