/// A tenant's replacement of its own key pairs, as after a theft (crb-smb 3.4). Alone, with no other operation open, it tells
/// one VNF after the other in the name of the key that the VNF obeys to obey the new one; then the new pairs are in force.
/// docs/models/clients.md.
struct KeyRotation: Hashable, Sendable {
  /// Instances that are still to be told, in the order in which they were created; nil before it is alone.
  private(set) var waiting: [String]?
  /// Those that obey the new key.
  private(set) var told: [String] = []
  /// Those that could not be told, and obey a former key.
  private(set) var leftOut: [String] = []

  var outcome: TenantOperation.Outcome? {
    guard let waiting, waiting.isEmpty else { return nil }
    return .done(leftOut.joined(separator: " "))
  }

  /// `audience`: all instances that run.
  mutating func begin(_ audience: [String]) {
    guard waiting == nil else { return }
    waiting = audience
  }

  /// Whether the next must be told now.
  mutating func handle(_ event: OperationEvent) -> Bool {
    guard let next = waiting?.first else { return false }
    switch event {
    case .included: told.append(next)
    case .refused, .expired, .impossible: leftOut.append(next)
    case .answered, .received, .stale, .keyLearned, .alone: return false
    }
    waiting?.removeFirst()
    return true
  }
}
