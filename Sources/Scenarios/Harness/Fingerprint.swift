import Protocols
import SimKernel

/// The rolling SHA-256 over a run's trace: the same for the same scenario and seed, on every machine.
final class Fingerprint: TraceSink {
  private var hasher = SHA256Hasher()
  /// Leaves the digests of contents out: equal for runs whose events agree in time, place and kind.
  private let ignoresContents: Bool

  init(ignoringContents: Bool = false) { ignoresContents = ignoringContents }

  func absorb(_ bytes: UnsafeRawBufferPointer) {
    guard ignoresContents else { return hasher.update(bytes) }
    for record in bytes.bindMemory(to: TraceRecord.self) {
      var bare = TraceRecord(time: record.time, node: record.node, kind: record.kind, digest: 0)
      withUnsafeBytes(of: &bare) { hasher.update($0) }
    }
  }

  /// 64 hexadecimal digits. Ends the fingerprint.
  func finish() -> String { hasher.finish().description }
}
