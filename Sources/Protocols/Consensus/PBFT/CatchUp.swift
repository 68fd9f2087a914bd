/// What a replica knows that it lacks, and whom it asks.
struct CatchUp {
  /// Another replica has shown that this height is decided, or this view installed. Not proven: a faulty one may lie.
  var height: Int64 = 0
  var view: Int64 = 0
  /// A prepared block to be proposed again, whose content is not here.
  var digest: Digest?
  /// Who is asked next.
  var asked = 0
  /// The timer runs: nothing is asked before it runs out.
  var isWaiting = false
  /// Questions since something was learned; after a round of them the goal is given up.
  var fruitless = 0
  /// Blocks that were fetched and wait for the one before them to be written.
  var fetched: [LedgerRecord] = []
  /// Where they came from.
  var source: Int?
  /// Reads of the own ledger under way, for others: by ticket.
  var serving: [(ticket: Int64, replica: Int)] = []
  var lastTicket: Int64 = 0
}
