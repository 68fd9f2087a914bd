import Vocabulary

/// Questions of clients for which the ledger file is being read, each with a ticket of its own.
struct QueryService {
  struct Question {
    enum Request {
      case transactions(ReadRequest)
      case block(BlockRequest)
    }

    var client: NodeID
    var request: Request
    /// Of the block that is being read.
    var height: Int64
    /// In the block, in a question for one transaction.
    var position: Int?
  }

  /// Reads under way at once; more questions are refused.
  static let limit = 4_096
  /// Tickets below are the replica's.
  private static let firstTicket: Int64 = 1 << 40

  /// By ticket. Never iterated.
  private var waiting: [Int64: Question] = [:]
  private var lastTicket = firstTicket
  var intact = IntactRecords()

  var hasRoom: Bool { waiting.count < Self.limit }

  func owns(_ ticket: DiskTicket) -> Bool { ticket.number > Self.firstTicket }

  mutating func add(_ question: Question) -> DiskTicket {
    lastTicket += 1
    waiting[lastTicket] = question
    return DiskTicket(lastTicket)
  }

  mutating func take(_ ticket: DiskTicket) -> Question? { waiting.removeValue(forKey: ticket.number) }
}
