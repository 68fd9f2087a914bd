import Vocabulary

@testable import Protocols

/// Inputs and effects as lines of text.
enum Transcript {
  private static let files = ["ledger", "votes", "other votes", "membership"]

  static func name(_ effect: Effect) -> String {
    switch effect {
    case .send(_, let kind, let node): "send \(name(kind)) to \(node)"
    case .broadcast(_, let kind): "broadcast \(name(kind))"
    case .transmit(_, let port): "transmit on \(port.slot)"
    case .arm(let timer, _): "arm \(timer.slot)"
    case .cancel(let timer): "cancel \(timer.slot)"
    case .append(let file, _): "append \(files[file.slot])"
    case .sync(let file, _): "sync \(files[file.slot])"
    case .truncate(let file, _): "truncate \(files[file.slot])"
    case .read(let file, _, _, _): "read \(files[file.slot])"
    case .halt: "halt"
    case .deliver: "deliver"
    case .drop: "drop"
    case .note: "note"
    }
  }

  private static func name(_ timer: TimerID) -> String {
    ["block", "view-change", "proposal", "catch-up", "urge"][timer.slot]
  }
  private static func name(_ kind: MessageKind) -> String { MessageKind.moduleKindNames[kind.slot] }

  /// With sizes, digests, spans and reasons.
  static func line(_ effect: Effect) -> String {
    switch effect {
    case .send(let payload, _, _), .broadcast(let payload, _): "\(name(effect)): \(describe(payload))"
    case .transmit(let packet, _): "\(name(effect)): \(packet.count) bytes"
    case .arm(let timer, let span):
      "arm \(name(timer)) timer: \(span.nanoseconds / 1_000_000) ms"
    case .cancel(let timer): "cancel \(name(timer)) timer"
    case .append(_, let chunks): "\(name(effect)): \(chunks.reduce(0) { $0 + $1.count }) bytes"
    case .sync(_, let ticket): "\(name(effect)): ticket \(ticket.number)"
    case .truncate(_, let size): "\(name(effect)): to \(size) bytes"
    case .read(_, _, _, let ticket): "\(name(effect)): ticket \(ticket.number)"
    case .halt(let defect): "halt: \(defect.rawValue)"
    case .deliver(let delivery):
      "deliver height \(delivery.height): \(short(unsafeDowncast(delivery.entry, to: Block.self).digest))"
    case .drop(let reason): "drop: \(reason.rawValue)"
    case .note(let note): "note \(PBFTNote(rawValue: note.kind)!): block \(note.subject), value \(note.value)"
    }
  }

  static func line(_ input: Input) -> String {
    switch input {
    case .started: "started"
    case .message(let payload, let sender): "message from \(sender): \(describe(payload))"
    case .packet(let packet, let port): "packet on \(port.slot): \(packet.count) bytes"
    case .timer(let timer): "\(name(timer)) timer ran out"
    case .synced(let file, let ticket): "synced \(files[file.slot]): ticket \(ticket.number)"
    case .read(let file, _, let bytes): "read \(files[file.slot]): \(bytes.count) bytes"
    }
  }

  private static func describe(_ payload: Payload) -> String {
    let what: String =
      switch ModuleMessage(decoding: payload.bytes).content {
      case .client(.submit(let transactions)): "submit of \(transactions.count)"
      case .client(.receipt(let id, let reason)): "receipt for \(short(id)), \(reason?.rawValue ?? "filed")"
      case .client(.lookup(let id)): "lookup of \(short(id))"
      case .client(.urge(let transaction)): "urges \(short(transaction.id))"
      case .client(.found(let id, let height)): "found \(short(id)) at \(height)"
      case .client(.read(let request)): "question \(request.number)"
      case .client(.answer(let answer)): "answer to \(answer.number) with \(answer.transactions.count)"
      case .client(.attest(let statement)): "asked to sign \(statement)"
      case .client(.attestation(let statement, let signature)):
        "\(signature.isEmpty ? "does not sign" : "signs") \(statement)"
      case .client(.readBlock(let request)): "question \(request.number) for a block"
      case .client(.block(let answer)): "answer to \(answer.number) with the block at \(answer.height)"
      case .consensus(.prePrepare(let proposal)): "pre-prepare \(describe(proposal.vote))"
      case .consensus(.vote(let vote)): "\(vote.phase.rawValue) \(describe(vote))"
      case .consensus(.viewChange(let change)):
        "view-change to \(change.view) of replica \(change.replica), decided \(change.decided.height)"
      case .consensus(.newView(let proof)): "new-view \(proof.view), \(proof.viewChanges.count) view changes"
      case .consensus(.fetch(let fetch)): "fetch from height \(fetch.height) on, view \(fetch.view)"
      case .consensus(.blocks(let records)): "blocks, \(records.count) bytes of records"
      case .consensus(.held(_, let content)): "held block of \(content.transactions.count)"
      case .raft(let message): "raft \(message.kind)"
      case .refused(let reason): "refused, \(reason.rawValue)"
      }
    return "\(what) (\(payload.count) bytes)"
  }

  private static func describe(_ vote: Vote) -> String {
    let certificate = vote.certificate.isEmpty ? "" : ", with \(vote.certificate.count) prepares"
    return "view \(vote.view), sequence \(vote.sequence), replica \(vote.replica), "
      + "\(vote.accepted ? "accepts" : "rejects") \(short(vote.digest))\(certificate)"
  }

  private static func short(_ digest: Digest) -> Substring { digest.description.prefix(8) }
}
