import Foundation
import Synchronization

/// A line at the terminal that says how far a sweep is: done of total, the current point, the time left. Nothing at all
/// where standard error is not a terminal. Safe to call from several threads.
public final class LiveProgress: Sendable {
  private struct State {
    var done = 0
    var total: Int
    var current = ""
    var lastDrawnSeconds = -Double.infinity
    var isShown = false
    var isFinished = false
  }

  private let state: Mutex<State>
  /// What the pieces of work are counted in, with a space before it; empty for things.
  private let unit: String
  private let startSeconds: Double
  private let clock: @Sendable () -> Double
  private let isTerminal: Bool
  private let width: @Sendable () -> Int
  private let write: @Sendable (String) -> Void

  /// Progress towards `total` pieces of work on standard error; `unit` stands after the numbers. `clock` gives seconds from any fixed point.
  public convenience init(total: Int, unit: String = "", clock: @escaping @Sendable () -> Double) {
    self.init(
      total: total, unit: unit, clock: clock, isTerminal: isatty(2) == 1, width: { LiveProgress.terminalWidth() },
      write: { text in
        var bytes = Array(text.utf8)
        bytes.withUnsafeMutableBytes { _ = Descriptor.writeAll(UnsafeRawBufferPointer($0), to: 2) }
      })
  }

  /// With everything that touches the terminal given, for tests.
  init(
    total: Int, unit: String = "", clock: @escaping @Sendable () -> Double, isTerminal: Bool,
    width: @escaping @Sendable () -> Int, write: @escaping @Sendable (String) -> Void
  ) {
    self.unit = unit
    state = Mutex(State(total: total))
    self.clock = clock
    startSeconds = clock()
    self.isTerminal = isTerminal
    self.width = width
    self.write = write
  }

  /// Says what is being worked on.
  public func begin(_ point: String) {
    state.withLock {
      $0.current = point
      draw(&$0)
    }
  }

  /// How much is done.
  public var doneCount: Int { state.withLock { $0.done } }

  /// Counts finished pieces of work.
  public func advance(by count: Int = 1) {
    state.withLock {
      $0.done += count
      draw(&$0)
    }
  }

  /// Sets another total, as when more replications turn out to be needed.
  public func expect(total: Int) {
    state.withLock {
      $0.total = total
      draw(&$0)
    }
  }

  /// Erases the line to write something lasting; the next call shows it again.
  public func erase() {
    state.withLock {
      guard $0.isShown else { return }
      write("\r\u{1B}[K")
      $0.isShown = false
      $0.lastDrawnSeconds = -.infinity
    }
  }

  /// Erases the line for good.
  public func finish() {
    erase()
    state.withLock { $0.isFinished = true }
  }

  /// At most ten times a second: drawing costs a system call.
  private func draw(_ state: inout State) {
    guard isTerminal, !state.isFinished else { return }
    let now = clock()
    guard now - state.lastDrawnSeconds >= 0.1 else { return }
    state.lastDrawnSeconds = now
    state.isShown = true
    let line = LiveProgress.line(
      done: state.done, total: state.total, unit: unit, current: state.current, elapsedSeconds: now - startSeconds)
    write("\r" + String(line.prefix(max(width() - 1, 0))) + "\u{1B}[K")
  }

  /// `[#####---------------]  12/46  26 %  about 1 min 20 s left  crb.modules = 7`
  static func line(
    done: Int, total: Int, unit: String = "", current: String, elapsedSeconds: Double
  ) -> String {
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 0
    let filled = Int(share * 20)
    var line = "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled) + "]"
    line += "  \(done)/\(total)\(unit)  \(Int(share * 100)) %"
    if done > 0, done < total {
      line += "  about \(duration(elapsedSeconds * Double(total - done) / Double(done))) left"
    }
    return current.isEmpty ? line : line + "  " + current
  }

  /// `45 s`, `1 min 20 s`, `2 h 5 min`.
  static func duration(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return whole % 60 == 0 ? "\(whole / 60) min" : "\(whole / 60) min \(whole % 60) s" }
    let minutes = whole / 60
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
  }

  private static func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0 else { return 80 }
    return size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
