import Vocabulary

/// Modules that do not run.
public enum Outage: Hashable, Sendable {
  /// The modules lose power: memory, timers and what is not durable are gone.
  case crash([Int], restartAfter: TimeSpan?)
  /// The modules stand still; what arrives waits.
  case pause([Int])

  public var name: String {
    switch self {
    case .crash: "crash"
    case .pause: "pause"
    }
  }

  public var modules: [Int] {
    switch self {
    case .crash(let modules, _), .pause(let modules): modules
    }
  }

  /// Whether the modules never run again.
  func isForGood(lasts: TimeSpan?) -> Bool {
    switch self {
    case .crash(_, let restartAfter): restartAfter == nil
    case .pause: lasts == nil
    }
  }
}
