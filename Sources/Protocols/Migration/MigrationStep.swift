/// Where a migration stands: the six steps of crb-smb 3.6, and what comes after them. The raw value stands in notes.
public enum MigrationStep: Int64, CaseIterable, Sendable {
  /// A new VNF is asked for.
  case create = 1
  /// The new VNF runs; its key pair is awaited.
  case awaitKeyPair
  /// The source is asked to send its configuration to the destination.
  case transfer
  /// The destination is asked what it has applied.
  case confirm
  /// The path is switched to the destination.
  case switchPath
  /// The source is terminated; comes last.
  case terminate
  /// The destination is told to obey the tenant alone: until now it obeyed the source as well. Comes before step 6, which may fail.
  case release
  /// The migration failed: the destination is taken back, and the path stays as it was.
  case rollBack
}
