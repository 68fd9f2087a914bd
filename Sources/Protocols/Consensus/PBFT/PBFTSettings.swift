import Vocabulary

/// What all replicas of one federation agree on beforehand.
public struct PBFTSettings: Sendable {
  /// The fixed time that the primary waits after a concluded consensus before it proposes again (crb-smb 2.3.3).
  public var blockInterval: TimeSpan
  /// Largest encoded block content, in bytes.
  public var maximumBlockBytes: Int
  /// How long a backup waits for a proposed block to be decided before it suspects the primary.
  public var viewChangeTimeout: TimeSpan
  /// How far above the last decided block a sequence number may lie (high minus low watermark).
  public var window: Int64

  public init(
    blockInterval: TimeSpan, maximumBlockBytes: Int, viewChangeTimeout: TimeSpan, window: Int64 = 64
  ) {
    self.blockInterval = blockInterval
    self.maximumBlockBytes = maximumBlockBytes
    self.viewChangeTimeout = viewChangeTimeout
    self.window = window
  }
}
