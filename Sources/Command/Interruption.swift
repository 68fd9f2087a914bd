import Foundation
import Report
import Synchronization

/// Ctrl-C, or a request to terminate: what there is to say is said, and the program ends.
///
/// Nothing needs saving then: finished runs are in the journal, and result files appear whole or not at all. What is written
/// of them is removed.
enum Interruption {
  private struct State {
    var isListening = false
    var action: (@Sendable () -> Void)?
  }

  private static let state = Mutex(State())

  /// From now on an interruption does this, in place of what was set before, and then ends the program.
  static func onRequest(_ action: @escaping @Sendable () -> Void) {
    let isFirst = state.withLock { state in
      defer { state.isListening = true }
      state.action = action
      return !state.isListening
    }
    if isFirst { for number in [SIGINT, SIGTERM] { listen(to: number) } }
  }

  private static func listen(to number: Int32) {
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler {
      withExtendedLifetime(source) {}
      state.withLock { $0.action }?()
      AtomicFile.abandonAll()
      // Without the libraries' farewells: libcrypto would take away what other threads are signing with.
      _exit(ExitStatus.interrupted.rawValue)
    }
    source.activate()
  }
}
