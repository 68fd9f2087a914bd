import Protocols
import Vocabulary

/// A message on its way out of an honest machine.
struct Outgoing {
  let payload: Payload
  let kind: MessageKind
  /// Nil: all other members.
  let receiver: NodeID?

  /// The message, where it is one between replicas.
  var consensus: ConsensusMessage? {
    guard case .consensus(let message) = payload.decoded(ModuleMessage.init(decoding:)).content else { return nil }
    return message
  }

  /// The message, where it is one to a client.
  var answer: ClientMessage? {
    guard case .client(let message) = payload.decoded(ModuleMessage.init(decoding:)).content else { return nil }
    return message
  }

  /// The proposal that is broadcast.
  var proposal: PrePrepare? {
    guard receiver == nil, case .prePrepare(let proposal)? = consensus else { return nil }
    return proposal
  }
}
