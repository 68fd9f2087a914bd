/// Milliseconds since 1970-01-01T00:00:00Z as people write them, in UTC and the Gregorian calendar.
public struct UTCTime: Hashable, Sendable {
  /// `2017-07-14`; nil outside the years 1 to 9999.
  public let date: String?
  /// `02:40:01.250`; outside those years the milliseconds.
  public let time: String

  public init(milliseconds: Int64) {
    let (day, rest) = (milliseconds.floorDivided(by: 86_400_000), milliseconds.remainder(of: 86_400_000))
    // From 0001-01-01 to 9999-12-31.
    guard (-719_162...2_932_896).contains(day) else {
      date = nil
      time = "\(milliseconds) ms"
      return
    }
    date = Self.date(day)
    let seconds = rest / 1_000
    time =
      [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { Self.digits($0, 2) }.joined(separator: ":") + "."
      + Self.digits(rest % 1_000, 3)
  }

  /// Date and time.
  public var text: String { date.map { "\($0) \(time)" } ?? time }

  /// Of a day, counted from 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms").
  private static func date(_ day: Int64) -> String {
    let shifted = day + 719_468
    let (era, dayOfEra) = (shifted.floorDivided(by: 146_097), shifted.remainder(of: 146_097))
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return [digits(year, 4), digits(month, 2), digits(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, 2)]
      .joined(separator: "-")
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}

extension Int64 {
  fileprivate func floorDivided(by divisor: Int64) -> Int64 { self / divisor - (self % divisor < 0 ? 1 : 0) }
  fileprivate func remainder(of divisor: Int64) -> Int64 {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
