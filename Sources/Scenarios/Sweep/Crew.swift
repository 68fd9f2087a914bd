import Foundation

/// Threads that do one piece of work together.
public enum Crew {
  /// Bytes of stack of a thread: enough for a simulated run.
  private static let stackSize = 16 << 20

  /// Calls `work` on `size` threads at once, each with its number in 0 ..< `size`; returns when all of them are done.
  public static func run(_ size: Int, _ work: @escaping @Sendable (Int) -> Void) {
    let group = DispatchGroup()
    for number in 0..<size {
      group.enter()
      let thread = Thread {
        work(number)
        group.leave()
      }
      thread.stackSize = stackSize
      thread.start()
    }
    group.wait()
  }
}
