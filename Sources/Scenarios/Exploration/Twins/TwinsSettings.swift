import Protocols
import Vocabulary

/// The times that a Twins run is made of. They only order events: nothing takes processor time.
enum TwinsSettings {
  /// Between instances of one group.
  static let near = TimeSpan.milliseconds(1)
  /// Of view changes and new views to the other group: they come after those of the own.
  static let far = TimeSpan.milliseconds(3)
  /// When nothing happens for so long in an installed view, its first part is over.
  static let quiet = TimeSpan.milliseconds(100)
  static let blockInterval = TimeSpan.milliseconds(10)
  static let viewChangeTimeout = TimeSpan.seconds(1)
  static let catchUpDelay = TimeSpan.milliseconds(20)
  /// Events of one view, or after the last, before it is given up.
  static let mostEvents = 20_000

  /// After the network is whole, all must be decided within so much. Each view that was left doubles the timeout.
  static func bound(views: Int) -> TimeSpan { viewChangeTimeout * (1 << Int64(min(views, 20) + 4)) }
}
