import Vocabulary

/// The message authentication codes that came lately, for as long as their timestamps can be accepted.
struct SeenCodes: Sendable {
  /// A timestamp is accepted from `tolerance` before to `tolerance` after its time.
  private let generation: TimeSpan
  private var end: Instant
  /// Never iterated.
  private var recent: Set<MessageAuthenticationCode> = []
  private var former: Set<MessageAuthenticationCode> = []

  init(tolerance: TimeSpan) {
    generation = tolerance * 2
    end = .start + generation
  }

  /// False if the code came already. A clock that goes back keeps what is known.
  mutating func insert(_ code: MessageAuthenticationCode, at now: Instant) -> Bool {
    if now >= end {
      former = now < end + generation ? recent : []
      recent = []
      end = now + generation
    }
    guard !former.contains(code) else { return false }
    return recent.insert(code).inserted
  }
}
