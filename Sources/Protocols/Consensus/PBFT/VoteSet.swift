/// At most one verified vote of each replica in one phase of one sequence number.
struct VoteSet {
  /// By replica number. Empty until the first vote, so that an unused phase costs nothing.
  private var votes: [Vote?] = []
  private var tallies: [Tally] = []
  private let members: Int

  private struct Tally {
    let digest: Digest
    var accepting = 0
  }

  init(members: Int) { self.members = members }

  func has(_ replica: Int) -> Bool { !votes.isEmpty && votes[replica] != nil }

  mutating func insert(_ vote: Vote) {
    if votes.isEmpty { votes = [Vote?](repeating: nil, count: members) }
    precondition(votes[vote.replica] == nil, "replica \(vote.replica) votes twice at \(vote.sequence)")
    votes[vote.replica] = vote
    var index = tallies.firstIndex { $0.digest == vote.digest }
    if index == nil {
      tallies.append(Tally(digest: vote.digest))
      index = tallies.count - 1
    }
    if vote.accepted { tallies[index!].accepting += 1 }
  }

  /// How many distinct replicas accepted the block with this digest.
  func accepting(_ digest: Digest) -> Int {
    tallies.first { $0.digest == digest }?.accepting ?? 0
  }

  /// Every vote held on the block with this digest, in the order of replica numbers.
  func all(on digest: Digest) -> [Vote] {
    votes.compactMap { $0 }.filter { $0.digest == digest }
  }
}
