import Foundation
import Testing

@testable import Report

@Suite("Times in UTC")
struct UTCTimeTests {
  @Test("known moments")
  func known() {
    #expect(UTCTime(milliseconds: 0).text == "1970-01-01 00:00:00.000")
    #expect(UTCTime(milliseconds: 1_500_000_000_250).text == "2017-07-14 02:40:00.250")
    #expect(UTCTime(milliseconds: -1).text == "1969-12-31 23:59:59.999")
    #expect(UTCTime(milliseconds: 951_782_400_000).date == "2000-02-29")
    #expect(UTCTime(milliseconds: 253_402_300_799_999).text == "9999-12-31 23:59:59.999")
    #expect(UTCTime(milliseconds: -62_135_596_800_000).text == "0001-01-01 00:00:00.000")
  }

  @Test("beyond those years the number stands")
  func beyond() {
    for milliseconds in [253_402_300_800_000, -62_135_596_800_001, Int64.max, .min] {
      #expect(UTCTime(milliseconds: milliseconds).date == nil)
      #expect(UTCTime(milliseconds: milliseconds).text == "\(milliseconds) ms")
    }
  }

  @Test("every third day of four centuries is Foundation's")
  func foundation() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for day in stride(from: Int64(-47_500), to: 98_600, by: 3) {
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(day) * 86_400))
      let numbers = try #require(UTCTime(milliseconds: day * 86_400_000).date).split(separator: "-").compactMap {
        Int($0)
      }
      #expect(numbers == [parts.year, parts.month, parts.day])
    }
  }
}
