/// What a management service and the hosts of its VNFs note. The numbers go on after those of clients.
public enum ManagementNote: Int, CaseIterable, Sendable {
  /// A request has come that was not known. Subject: the first eight bytes of its id.
  case requested = 96
  /// Its result is durable and leaves. Subject: the same.
  case completed
  /// What a chain leads through has changed.
  case pathChanged
  /// A VNF's host runs an instance. Subject: its number.
  case booted
  /// It runs it no more: it was told so. Subject: its number.
  case terminated
  /// The service started with a file that ended in damage, which was cut off. Value: bytes.
  case cutDamage

  public func about(_ subject: Int64, value: Int64 = 0) -> Note { Note(kind: rawValue, subject: subject, value: value) }
}
