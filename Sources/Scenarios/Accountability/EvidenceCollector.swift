import Protocols

/// Looks at every consensus message that is sent and keeps what members sign until it is decided, to find those that contradict
/// themselves. Signatures are verified only of what is contradictory, so that it costs next to nothing in an honest run.
///
/// Memory is bounded, whatever members send: docs/models/byzantine.md.
final class EvidenceCollector {
  private let membership: Membership
  private let crypto: Cryptography
  private var records: [Record]
  /// Blocks up to here are decided and long past.
  private var floor: Int64 = 0
  /// At most one of each kind for each member.
  private(set) var accusations: [Accusation] = []

  /// What one member has signed.
  private struct Record {
    var votes: [Place: Pair] = [:]
    /// The places of `votes`, in the order of their arrival.
    var places: [Place] = []
    /// Places before this one are forgotten.
    var first = 0
    /// The commit with the highest sequence number, in the highest view.
    var commit: Vote?
    var viewChanges: [ViewChange] = []
    var newViews: [NewView] = []
    var kinds: [Contradiction] = []
  }

  private struct Place: Hashable {
    let view: Int64
    let sequence: Int64
  }

  private struct Pair {
    /// Of the pre-prepare or prepare phase.
    var prepare: Vote?
    var commit: Vote?
  }

  /// Places, and view changes and new views, kept of each member.
  static let placeLimit = 512
  static let viewLimit = 16
  /// How far above the last decided block votes are looked at, and how far below they are kept.
  static let reach: Int64 = 64
  static let kept: Int64 = 8

  init(membership: Membership, crypto: Cryptography) {
    self.membership = membership
    self.crypto = crypto
    records = [Record](repeating: Record(), count: membership.count)
  }

  /// The members that somebody is accused by, ascending.
  var culprits: [Int] { Array(Set(accusations.map(\.culprit))).sorted() }

  /// Places that are kept now, of all members.
  var placeCount: Int { records.reduce(0) { $0 + $1.votes.count } }

  /// A block was decided.
  func decided(_ height: Int64) { floor = max(floor, height) }

  /// A message was sent, by whomever.
  func saw(_ payload: Payload, _ kind: MessageKind) {
    guard kind.slot >= MessageKind.prePrepare.slot, kind.slot <= MessageKind.newView.slot else { return }
    guard case .consensus(let message) = payload.decoded(ModuleMessage.init(decoding:)).content else { return }
    switch message {
    case .prePrepare(let proposal): saw(proposal.vote)
    case .vote(let vote): saw(vote)
    case .viewChange(let change): saw(change)
    case .newView(let proof):
      saw(proof)
      // One may have reached the primary without a message.
      if proof.viewChanges.count <= membership.count { for change in proof.viewChanges { saw(change) } }
    case .fetch, .blocks, .held: break
    }
  }

  // MARK: Votes

  private func saw(_ vote: Vote) {
    guard vote.replica < membership.count, vote.view >= 0 else { return }
    guard vote.sequence > floor - EvidenceCollector.kept, vote.sequence <= floor + EvidenceCollector.reach else {
      return
    }
    let member = vote.replica
    let place = Place(view: vote.view, sequence: vote.sequence)
    var pair = records[member].votes[place] ?? Pair()
    let isNew = pair.prepare == nil && pair.commit == nil
    compare(vote, with: vote.phase == .commit ? pair.prepare : pair.commit)
    if vote.phase == .commit {
      pair.commit = kept(vote, beside: pair.commit)
    } else {
      pair.prepare = kept(vote, beside: pair.prepare)
    }
    records[member].votes[place] = pair
    if isNew { file(place, of: member) }
    if vote.phase == .commit { sawCommit(vote) }
  }

  /// Compares a vote with one of the same phase and gives the one to keep: the first, unless that was forged.
  private func kept(_ vote: Vote, beside earlier: Vote?) -> Vote {
    guard let earlier else { return vote }
    guard earlier.digest != vote.digest || earlier.signature != vote.signature else { return earlier }
    compare(vote, with: earlier)
    return isSigned(earlier) ? earlier : vote
  }

  private func compare(_ vote: Vote, with other: Vote?) {
    guard let other, other.digest != vote.digest else { return }
    accuse(vote.replica, Contradiction.between(other.phase, vote.phase), signed(other), signed(vote))
  }

  private func file(_ place: Place, of member: Int) {
    records[member].places.append(place)
    while let oldest = records[member].places.dropFirst(records[member].first).first,
      oldest.sequence <= floor - EvidenceCollector.kept
        || records[member].places.count - records[member].first > EvidenceCollector.placeLimit
    {
      records[member].votes[oldest] = nil
      records[member].first += 1
    }
    guard records[member].first > EvidenceCollector.placeLimit else { return }
    records[member].places.removeFirst(records[member].first)
    records[member].first = 0
  }

  private func sawCommit(_ vote: Vote) {
    let member = vote.replica
    for change in records[member].viewChanges { compare(vote, with: change) }
    if let latest = records[member].commit, (latest.sequence, latest.view) >= (vote.sequence, vote.view) {
      if isSigned(latest) { return }
    }
    records[member].commit = vote
  }

  // MARK: Views

  private func saw(_ change: ViewChange) {
    guard change.replica < membership.count else { return }
    let member = change.replica
    guard !records[member].viewChanges.contains(where: { $0 === change || $0.signature == change.signature }) else {
      return
    }
    if let commit = records[member].commit { compare(commit, with: change) }
    records[member].viewChanges.append(change)
    if records[member].viewChanges.count > EvidenceCollector.viewLimit { records[member].viewChanges.removeFirst() }
  }

  private func compare(_ commit: Vote, with change: ViewChange) {
    guard commit.view < change.view, change.decided.height < commit.sequence else { return }
    let (first, second) = (signed(commit), SignedStatement(change, in: membership.federation))
    guard let contradiction = Contradiction.between(first, second) else { return }
    accuse(change.replica, contradiction, first, second)
  }

  private func saw(_ proof: NewView) {
    guard proof.replica < membership.count else { return }
    let member = proof.replica
    guard !records[member].newViews.contains(where: { $0 === proof || $0.signature == proof.signature }) else { return }
    for earlier in records[member].newViews where earlier.view == proof.view {
      let first = SignedStatement(earlier, in: membership.federation)
      let second = SignedStatement(proof, in: membership.federation)
      if first.signed != second.signed { accuse(member, .twoNewViews, first, second) }
    }
    records[member].newViews.append(proof)
    if records[member].newViews.count > EvidenceCollector.viewLimit { records[member].newViews.removeFirst() }
  }

  // MARK: Proof

  private func accuse(
    _ member: Int, _ contradiction: Contradiction, _ first: SignedStatement, _ second: SignedStatement
  ) {
    guard !records[member].kinds.contains(contradiction) else { return }
    let accusation = Accusation(culprit: member, contradiction: contradiction, first: first, second: second)
    guard accusation.defect(in: membership.federation, among: membership.members, crypto) == nil else { return }
    records[member].kinds.append(contradiction)
    accusations.append(accusation)
  }

  private func isSigned(_ vote: Vote) -> Bool {
    signed(vote).isSigned(by: membership.members[vote.replica], crypto)
  }

  private func signed(_ vote: Vote) -> SignedStatement { SignedStatement(vote, in: membership.federation) }
}
