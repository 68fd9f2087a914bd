import Foundation

/// The terminal or pipes that the program was started with: results on standard output, all else on standard error.
///
/// When the reader of a pipe has gone, the rest is dropped without a word.
final class Console {
  nonisolated(unsafe) static let standard = Console()

  /// True once nothing more can be written to standard output: there is no point in making more of it.
  private(set) var isClosed = false
  /// True when output was lost for another reason than a reader that has gone.
  private(set) var hasFailed = false

  /// Makes writes to a closed pipe, or past a limit on file sizes, return an error instead of ending the program.
  static func ignoreWriteSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// Columns of the terminal that standard output is; nil if it is none.
  var width: Int? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Writes text as it is to standard output.
  func write(_ text: String) {
    guard !isClosed else { return }
    let error = Self.write(text, to: STDOUT_FILENO)
    guard error != 0 else { return }
    isClosed = true
    guard error != EPIPE else { return }
    hasFailed = true
    report("Error: cannot write to standard output: \(String(cString: strerror(error)))")
  }

  /// Writes lines to standard output.
  func print(_ lines: String) { write(lines + "\n") }

  /// Writes lines to standard error.
  func report(_ lines: String) { _ = Self.write(lines + "\n", to: STDERR_FILENO) }

  /// Gives 0, or the `errno` of the write that failed.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return errno }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return 0
    }
  }
}
