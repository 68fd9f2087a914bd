/// What an element or a part of the control plane notes for measurement: `Note.kind` of a service chain's nodes.
public enum ServiceChainNote: Int, CaseIterable, Sendable {
  /// A security association was put to use. Subject: its SPI; value: its encryption path.
  case associationInstalled
  /// A security association was deleted because no fresh key came. Subject: its SPI; value: its encryption path.
  case associationExpired
  /// A neighbour has not answered for the detection time. Subject: its element number.
  case neighbourLost
  /// A lost neighbour answers again. Subject: its element number.
  case neighbourReturned

  public func note(_ subject: UInt32, _ value: UInt32 = 0) -> Note {
    Note(kind: rawValue, subject: Int64(subject), value: Int64(value))
  }
}
