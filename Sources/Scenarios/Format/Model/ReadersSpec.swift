import Vocabulary

/// VNF clients that ask modules for transactions.
public struct ReadersSpec: Hashable, Sendable {
  public enum Transaction: String, Sendable {
    /// Any of those that the ledger holds at the start.
    case uniform
    /// The first of any block that the ledger holds at the start.
    case first
    /// Those of the last block that holds any for the reader.
    case latest
  }

  public var clients: Int
  public var transaction: Transaction
  /// Questions of each client under way at once.
  public var window: Int
  /// From an answer to the next question.
  public var interval: TimeSpan
  /// When a question is given up and another module asked.
  public var patience: TimeSpan
}
