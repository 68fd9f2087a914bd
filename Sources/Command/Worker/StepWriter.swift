import Foundation
import Scenarios

/// Writes steps to a pipe, many at once. Ends the program when nobody reads any more.
final class StepWriter {
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  init(descriptor: Int32) { self.descriptor = descriptor }

  func write(_ step: TracedStep) {
    withUnsafeBytes(of: step) { buffer += $0[..<TracedStep.byteCount] }
    if buffer.count >= 1 << 16 { flush() }
  }

  func flush() {
    buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { _exit(ExitStatus.usage.rawValue) }
        rest = rest.dropFirst(count)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
