import Foundation
import Synchronization

/// Ctrl-C as a question that long work asks between its pieces; a second Ctrl-C ends the program at once.
enum Interruption {
  private static let wasAsked = Atomic<Bool>(false)

  static var isRequested: Bool { wasAsked.load(ordering: .relaxed) }

  /// From now on the first SIGINT or SIGTERM is only noted.
  static func listen() {
    // Made here, so that the handler need not.
    _ = isRequested
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in Interruption.wasAsked.store(true, ordering: .relaxed) }
      action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
      sigaction(number, &action, nil)
    }
  }
}
