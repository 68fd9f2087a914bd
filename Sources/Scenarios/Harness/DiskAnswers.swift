import Protocols
import SimKernel
import Vocabulary

/// What disks have answered, until the node that asked has a core for it.
struct DiskAnswers {
  struct Answer {
    let input: Input
    /// For the trace.
    let digest: UInt64
  }

  private var answers = Slab<Answer>()
  private var digests = ContentDigests()

  /// A node's ticket and the file it is about, as one number for the disk.
  static func ticket(_ ticket: DiskTicket, of file: FileID) -> Int64 {
    precondition(ticket.number >= 0 && ticket.number < 1 << 56, "disk ticket \(ticket.number)")
    return Int64(file.slot) << 56 | ticket.number
  }

  /// The place of a request's answer; nil when there is none to give, because the request was abandoned or failed.
  mutating func insert(_ completion: DiskCompletion) -> Int32? {
    let file = FileID(slot: Int(completion.ticket >> 56))
    let ticket = DiskTicket(completion.ticket & (1 << 56 - 1))
    let digest = UInt64(bitPattern: completion.ticket)
    let answer: Answer
    switch completion.outcome {
    case .synced: answer = Answer(input: .synced(file, ticket), digest: digest)
    case .read(let contents):
      answer = Answer(input: .read(file, ticket, contents), digest: digest &+ digests.digest(of: contents))
    case .failed, .abandoned: return nil
    }
    return Int32(answers.insert(answer))
  }

  mutating func take(_ place: Int32) -> Answer { answers.take(Int(place)) }
}
