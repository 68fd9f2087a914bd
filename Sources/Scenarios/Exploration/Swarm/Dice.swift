import Vocabulary

/// Draws that are easy to read in a scenario: few digits, even over orders of magnitude.
struct Dice {
  private var stream: RandomStream

  init(_ stream: RandomStream) { self.stream = stream }

  /// Uniform in 0 ..< bound.
  mutating func below(_ bound: Int) -> Int { Int(stream.below(UInt64(bound))) }

  mutating func word() -> UInt64 { stream.next() }

  /// True in `many` of `all` cases.
  mutating func chance(_ many: Int, in all: Int) -> Bool { below(all) < many }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  /// A whole number, as likely between 1 and 2 as between 1000 and 2000, with two digits that are not zero at most. Both
  /// bounds are positive.
  mutating func number(_ range: ClosedRange<Int64>) -> Int64 {
    let octaves = 64 - (range.upperBound / range.lowerBound).leadingZeroBitCount
    let low = range.lowerBound << Int64(below(octaves))
    let drawn = min(low + Int64(stream.below(UInt64(low))), range.upperBound)
    return max(rounded(drawn), range.lowerBound)
  }

  mutating func span(_ range: ClosedRange<TimeSpan>) -> TimeSpan {
    TimeSpan(nanoseconds: number(range.lowerBound.nanoseconds...range.upperBound.nanoseconds))
  }

  /// An instant on a whole millisecond, as a time since the start; `range` is longer than that.
  mutating func moment(_ range: ClosedRange<TimeSpan>) -> TimeSpan {
    let length = (range.upperBound - range.lowerBound).nanoseconds / 1_000_000
    return TimeSpan(nanoseconds: range.lowerBound.nanoseconds / 1_000_000 * 1_000_000)
      + .milliseconds(Int64(below(Int(length))) + 1)
  }

  /// Whole tenths of a per cent: mostly small.
  mutating func share() -> Double { Double(number(1...1_000)) / 1_000 }

  /// At least one of the elements, in their order.
  mutating func some<Element>(of list: [Element], atMost: Int = .max) -> [Element] {
    var places = Array(list.indices)
    for place in places.indices.dropLast() { places.swapAt(place, place + below(places.count - place)) }
    let count = 1 + below(min(atMost, list.count))
    return places.prefix(count).sorted().map { list[$0] }
  }

  private func rounded(_ value: Int64) -> Int64 {
    var unit: Int64 = 1
    while value / unit >= 100 { unit *= 10 }
    return value / unit * unit
  }
}
