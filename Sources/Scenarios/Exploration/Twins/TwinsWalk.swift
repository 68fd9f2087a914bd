import Protocols
import Vocabulary

/// Plays scenarios one after another, on one thread. What a scenario has in common with the one before, its first views, is
/// not played again: it goes on from a copy of the state that they ended with.
public final class TwinsWalk {
  private let space: TwinsSpace
  private let parts: TwinsParts
  /// `path[d]`: the state after `d` views, and whether each of them came to its end.
  private var path: [(host: TwinsHost, hasEnded: Bool)] = []
  private var previous: [Int] = []

  public convenience init(_ space: TwinsSpace) { self.init(space, defect: nil) }

  init(_ space: TwinsSpace, defect: TwinsDefect?) {
    self.space = space
    parts = TwinsParts(space.federation, defect: defect)
  }

  /// Plays one scenario. With a transcript nothing is taken over from the scenario before.
  public func play(_ schedule: [Int], transcript: TwinsTranscript? = nil) -> TwinsOutcome {
    precondition(schedule.count == space.views, "\(schedule.count) choices for \(space.views) views")
    if transcript != nil || path.isEmpty { begin(transcript) }
    let common = zip(previous, schedule).prefix { $0 == $1 }.count
    path.removeLast(path.count - 1 - common)
    for view in common..<space.views {
      var (host, hasEnded) = path[view]
      if hasEnded { hasEnded = host.play(space.choice(schedule[view], in: view)) }
      path.append((host, hasEnded))
    }
    previous = schedule
    return conclude(schedule)
  }

  private func begin(_ transcript: TwinsTranscript?) {
    var host = TwinsHost(parts)
    host.transcript = transcript
    path = [(host, true)]
    previous = []
  }

  private func conclude(_ schedule: [Int]) -> TwinsOutcome {
    var (host, hasEnded) = path[space.views]
    let whole = host.now
    let bound = TwinsSettings.bound(views: space.views)
    let isDecided = hasEnded && host.heal(within: bound)
    let honest = host.instances[space.federation.honest]
    var violations = safety(of: host)
    if !hasEnded {
      violations.append(
        Violation(oracle: "progress", at: host.now, text: "view \(host.view) does not come to an end"))
    } else if !isDecided {
      let when = host.now < whole + bound ? "when nothing more happens" : "\(bound.seconds) s after"
      let text = "the network is whole, and \(when) not everything is decided: \(host.standing)"
      violations.append(Violation(oracle: "progress", at: host.now, text: text))
    }
    return TwinsOutcome(
      schedule: schedule, fingerprint: host.fingerprint, decided: honest.map(\.blocks.count).max() ?? 0,
      view: honest.map(\.module.replica.view).max() ?? 0, healing: isDecided ? host.now - whole : nil,
      marks: host.marks,
      violations: violations)
  }

  /// What the oracles say about the blocks of the honest instances.
  private func safety(of host: TwinsHost) -> [Violation] {
    let federation = space.federation
    let agreement = AgreementOracle(modules: federation.replicas)
    let validity = ValidityOracle(membership: parts.membership, crypto: parts.crypto)
    for instance in federation.honest {
      for (index, block) in host.instances[instance].blocks.enumerated() {
        let height = Int64(index) + 1
        if agreement.delivered(block, height: height, at: NodeID(instance), now: host.now) {
          validity.appended(block, height: height, now: host.now)
        }
      }
    }
    return agreement.violations + validity.violations
  }
}

extension TwinsHost {
  /// Where each instance is, for messages.
  var standing: String {
    instances.indices.map { instance in
      let replica = instances[instance].module.replica
      let view = "view \(replica.view)" + (replica.isChangingView ? " asked for" : "")
      return "\(federation.name(of: instance)) \(view), \(replica.concluded) blocks, \(replica.pending.count) pending"
    }.joined(separator: "; ")
  }
}
