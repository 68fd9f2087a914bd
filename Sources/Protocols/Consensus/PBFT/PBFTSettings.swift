import Vocabulary

/// What all replicas of one federation agree on beforehand.
public struct PBFTSettings: Sendable {
  /// The fixed time that the primary waits after a concluded consensus before it proposes again (crb-smb 2.3.3).
  public var blockInterval: TimeSpan
  /// Largest encoded block content, in bytes.
  public var maximumBlockBytes: Int
  /// How long a backup lets a proposed block or a transaction wait before it suspects the primary; doubles each time.
  public var viewChangeTimeout: TimeSpan
  /// How far above the last decided block a sequence number may lie (high minus low watermark).
  public var window: Int64
  /// How long a replica that seems to be behind waits before it asks, and before it asks another.
  public var catchUpDelay: TimeSpan
  /// Who leads which view.
  public var leaders: LeaderSchedule

  public init(
    blockInterval: TimeSpan, maximumBlockBytes: Int, viewChangeTimeout: TimeSpan, window: Int64 = 64,
    catchUpDelay: TimeSpan = .milliseconds(500), leaders: LeaderSchedule = .rotation
  ) {
    self.blockInterval = blockInterval
    self.maximumBlockBytes = maximumBlockBytes
    self.viewChangeTimeout = viewChangeTimeout
    self.window = window
    self.catchUpDelay = catchUpDelay
    self.leaders = leaders
  }
}
