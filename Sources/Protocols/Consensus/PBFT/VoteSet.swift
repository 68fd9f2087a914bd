/// At most one verified vote of each replica in one phase of one sequence number.
struct VoteSet {
  /// By replica number. Empty until the first vote, so that an unused phase costs nothing.
  private var votes: [Vote?] = []
  private var tallies: [Tally] = []
  private let members: Int

  private struct Tally {
    let contentHash: Digest
    var accepting = 0
    var rejecting = 0
  }

  init(members: Int) { self.members = members }

  func has(_ replica: Int) -> Bool { !votes.isEmpty && votes[replica] != nil }

  mutating func insert(_ vote: Vote) {
    if votes.isEmpty { votes = [Vote?](repeating: nil, count: members) }
    precondition(votes[vote.replica] == nil, "replica \(vote.replica) votes twice at \(vote.sequence)")
    votes[vote.replica] = vote
    var index = tallies.firstIndex { $0.contentHash == vote.contentHash }
    if index == nil {
      tallies.append(Tally(contentHash: vote.contentHash))
      index = tallies.count - 1
    }
    if vote.accepted { tallies[index!].accepting += 1 } else { tallies[index!].rejecting += 1 }
  }

  /// How many distinct replicas accepted the content with this hash.
  func accepting(_ contentHash: Digest) -> Int {
    tallies.first { $0.contentHash == contentHash }?.accepting ?? 0
  }

  /// How many distinct replicas rejected the content with this hash.
  func rejecting(_ contentHash: Digest) -> Int {
    tallies.first { $0.contentHash == contentHash }?.rejecting ?? 0
  }

  /// Every vote held on the content with this hash, in the order of replica numbers.
  func all(on contentHash: Digest) -> [Vote] {
    votes.compactMap { $0 }.filter { $0.contentHash == contentHash }
  }
}
