/// Names a timer of one node. Arming a timer that runs replaces it.
public struct TimerID: Hashable, Sendable {
  /// Small and dense, from 0: a host keeps an array of them.
  public var slot: Int

  public init(slot: Int) { self.slot = slot }
}
