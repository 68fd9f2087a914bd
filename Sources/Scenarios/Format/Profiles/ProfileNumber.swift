/// One number of a cost profile, and where it is from.
public struct ProfileNumber: Hashable, Sendable {
  public enum Origin: String, CaseIterable, Sendable {
    /// On the machine itself, by a benchmark.
    case measured
    /// Printed in a publication.
    case paper
    /// Chosen so that a published result comes out; which then does not count as predicted.
    case calibrated
    case assumed
  }

  /// `prices.rsa-2048-pss.sign`, `disk.seek`, `cores`.
  public var name: String
  /// As written, with its unit.
  public var value: String
  public var origin: Origin
  public var note: String?
  /// What it was calibrated on: `crb-smb fig-4.1c`.
  public var on: [String]
}
