import Vocabulary

/// What writers submit and readers ask for, and when.
public struct WorkloadSpec: Hashable, Sendable {
  public enum Transactions: String, Sendable {
    /// Made and signed before the run, at no cost in it.
    case precomputed
    /// The writer pays for making and signing each.
    case signed
  }

  public enum Recipient: String, Sendable {
    case `public`
    case encrypted
  }

  public enum Destination: String, Sendable {
    case primary
    /// Each writer takes the modules in turn.
    case any
  }

  public enum Rate: Hashable, Sendable {
    /// As fast as `window` allows: submissions of each writer without a receipt at once.
    case saturating(window: Int)
    /// Random arrivals, all writers together.
    case poisson(perSecond: Double)
    /// Evenly spaced arrivals, all writers together.
    case constant(perSecond: Double)
    /// Users of each writer, each with one request at a time; `think` is the mean of an exponential pause.
    case closedLoop(users: Int, think: TimeSpan)
    case batch(transactions: Int, every: TimeSpan)
  }

  public var writers: Int
  public var transactions: Transactions
  public var recipient: Recipient
  /// Size of the configuration in each transaction.
  public var configuration: ByteCount
  public var rate: Rate
  public var to: Destination
  /// Nil when nobody reads.
  public var readers: ReadersSpec? = nil
  /// Nil when ledgers are empty at the start.
  public var preload: PreloadSpec? = nil
}

extension WorkloadSpec {
  /// Of a system whose clients do what the system itself says.
  static let none = WorkloadSpec(
    writers: 0, transactions: .precomputed, recipient: .public, configuration: ByteCount(0),
    rate: .saturating(window: 1),
    to: .any)
}
