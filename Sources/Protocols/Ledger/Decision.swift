/// What a participant decided about a block, and when. The paper (3.5) names the decision and leaves its type open.
public struct Decision: Hashable, Sendable {
  public var accepted: Bool
  /// The view in which the vote was cast.
  public var view: Int64

  public init(accepted: Bool, view: Int64) {
    self.accepted = accepted
    self.view = view
  }
}
