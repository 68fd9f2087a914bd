/// Signed messages of views that are not installed here yet: a few of each replica.
struct DeferredMessages {
  private var messages: [ConsensusMessage] = []
  private var counts: [Int]
  /// Of each replica: a round's messages, and some of the next.
  private static let limit = 6

  init(members: Int) { counts = [Int](repeating: 0, count: members) }

  func hasRoom(for replica: Int) -> Bool { counts[replica] < DeferredMessages.limit }

  mutating func append(_ message: ConsensusMessage, from replica: Int) {
    counts[replica] += 1
    messages.append(message)
  }

  /// All of them, in the order of their arrival.
  mutating func takeAll() -> [ConsensusMessage] {
    for replica in counts.indices { counts[replica] = 0 }
    defer { messages = [] }
    return messages
  }
}
