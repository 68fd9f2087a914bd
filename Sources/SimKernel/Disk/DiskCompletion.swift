import Vocabulary

/// How a request to a disk ended.
public struct DiskCompletion: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// What was appended before the sync is durable.
    case synced
    /// The bytes; fewer than asked for at the end of the file.
    case read(ByteRope)
    case failed
    /// The node lost power meanwhile: nobody waits for the answer.
    case abandoned
  }

  /// As given with the request.
  public var ticket: Int64
  public var outcome: Outcome
}
