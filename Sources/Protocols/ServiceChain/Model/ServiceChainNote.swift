/// What an element of the data plane notes for measurement. The numbers go on after those of the control plane.
public enum ServiceChainNote: Int, CaseIterable, Sendable {
  /// A security association was put to use. Subject: its SPI; value: its encryption path.
  case associationInstalled = 192
  /// A security association was deleted because no fresh key came. Subject: its SPI; value: its encryption path.
  case associationExpired
  /// A neighbour has not answered for the detection time. Subject: its element number.
  case neighbourLost
  /// A lost neighbour answers again. Subject: its element number.
  case neighbourReturned
  /// A key for the headers of a path was put to use. Subject: its identifier; value: its path.
  case integrityKeyInstalled

  public func note(_ subject: UInt32, _ value: UInt32 = 0) -> Note {
    Note(kind: rawValue, subject: Int64(subject), value: Int64(value))
  }
}
