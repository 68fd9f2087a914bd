import Foundation
import Scenarios

/// Reads the steps that a worker writes.
final class StepReader {
  private let handle: FileHandle
  private var bytes: [UInt8] = []
  private var position = 0

  init(_ handle: FileHandle) { self.handle = handle }

  /// The next step; nil at the end.
  func next() throws -> TracedStep? {
    while bytes.count - position < TracedStep.byteCount {
      guard let data = try handle.read(upToCount: 1 << 16), !data.isEmpty else { return nil }
      bytes.removeFirst(position)
      position = 0
      bytes += data
    }
    defer { position += TracedStep.byteCount }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: TracedStep.self) }
  }
}
