import Protocols

/// Finds its vote log empty whenever it starts: it does not know what it has voted for.
final class Amnesia: ByzantineBehaviour {
  func hears(_ input: Input, _ scene: inout Scene) -> Input? {
    switch input {
    case .read(let file, let ticket, _) where file == .votes || file == .otherVotes: .read(file, ticket, [])
    case .started, .message, .packet, .timer, .synced, .read: input
    }
  }
}
