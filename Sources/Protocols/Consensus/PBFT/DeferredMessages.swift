/// Signed messages of views that are not installed here yet: the latest few of each replica.
struct DeferredMessages {
  private var messages: [(message: ConsensusMessage, replica: Int)] = []
  private var counts: [Int]
  /// Of each replica: a round's messages, and some of the next.
  static let limit = 6

  init(members: Int) { counts = [Int](repeating: 0, count: members) }

  var count: Int { messages.count }

  mutating func append(_ message: ConsensusMessage, from replica: Int) {
    messages.append((message, replica))
    counts[replica] += 1
    guard counts[replica] > DeferredMessages.limit else { return }
    counts[replica] -= 1
    messages.remove(at: messages.firstIndex { $0.replica == replica }!)
  }

  /// All of them, in the order of their arrival.
  mutating func takeAll() -> [ConsensusMessage] {
    for replica in counts.indices { counts[replica] = 0 }
    defer { messages = [] }
    return messages.map(\.message)
  }
}
