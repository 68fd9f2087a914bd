import Protocols
import SimKernel

/// How a transcript tells what a machine gets.
extension World {
  func words(_ payload: Payload, from sender: Int32) -> String {
    let digest = SHA256Hasher.digest(payload.bytes).description.prefix(8)
    return "\(Self.name(of: payload)) from node \(sender), \(payload.count) B, \(digest)"
  }

  static func words(_ input: Input) -> String {
    switch input {
    case .synced(let file, let ticket): "file \(file.slot) durable, request \(ticket.number)"
    case .read(let file, let ticket, let bytes): "read \(bytes.count) B of file \(file.slot), request \(ticket.number)"
    case .started: "started"
    case .message, .packet, .timer: "input"
    }
  }

  /// Decoded anew: a transcript must not change what is shared.
  private static func name(of payload: Payload) -> String {
    switch ModuleMessage(decoding: payload.bytes).content {
    case .client(let message): "\(message.kind)"
    case .refused(let reason): "\(reason.rawValue) message"
    case .consensus(let message): name(of: message)
    case .raft(let message): name(of: message)
    }
  }

  private static func name(of message: ConsensusMessage) -> String {
    switch message {
    case .prePrepare(let proposal): "pre-prepare \(place(proposal.vote))"
    case .vote(let vote): "\(vote.phase) \(place(vote))\(vote.accepted ? "" : ", refusing")"
    case .viewChange(let change): "view change to \(change.view)"
    case .newView(let newView): "new view \(newView.view)"
    case .fetch(let fetch): "fetch from height \(fetch.height)"
    case .blocks: "blocks"
    case .held: "prepared block"
    }
  }

  private static func name(of message: RaftMessage) -> String {
    switch message {
    case .requestVote(let request):
      "\(request.isQuestion ? "question for a vote" : "vote request") in term \(request.term)"
    case .voteReply(let reply): "\(reply.isGranted ? "vote" : "refused vote") in term \(reply.term)"
    case .appendEntries(let message):
      "append-entries of term \(message.term) after height \(message.previousIndex), \(message.records.count) B of records"
    case .appendReply(let reply):
      "append-reply of term \(reply.term), \(reply.isAccepted ? "holds up to" : "lacks from") height \(reply.index)"
    }
  }

  private static func place(_ vote: Vote) -> String { "of view \(vote.view), height \(vote.sequence)" }
}
