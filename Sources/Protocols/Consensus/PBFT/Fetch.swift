/// What a replica asks of another to catch up: blocks from a height on, the word about a later view, and the content of
/// a prepared block that it must propose.
public struct Fetch: Hashable, Sendable {
  /// The first height that it lacks.
  public var height: Int64
  /// The latest view that it knows to be installed.
  public var view: Int64
  /// The block that it must propose and does not hold.
  public var digest: Digest?
  public var replica: Int

  public init(height: Int64, view: Int64, digest: Digest?, replica: Int) {
    self.height = height
    self.view = view
    self.digest = digest
    self.replica = replica
  }
}
