/// Who is the primary of which view: the members in turn (Castro and Liskov 1999, 4.2), after a list for the first views.
public struct LeaderSchedule: Hashable, Sendable {
  /// The primaries of views 0, 1, ...; views beyond the list have view modulo the number of members.
  public var first: [Int]

  /// Every number must be a member's.
  public init(first: [Int] = []) { self.first = first }

  /// The members in turn, from view 0 on.
  public static let rotation = LeaderSchedule()

  public func primary(of view: Int64, among members: Int) -> Int {
    view < first.count ? first[Int(view)] : Int(view % Int64(members))
  }
}
