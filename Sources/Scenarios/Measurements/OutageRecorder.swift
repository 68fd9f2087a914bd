import Vocabulary

/// Keeps when each packet of a flow left and first arrived, so that outages can be told for any window afterwards: 16 bytes a packet.
public struct OutageRecorder {
  /// Packets a second.
  public let rate: Double
  /// The sequence number of the first that left.
  private var first: Int64?
  /// In nanoseconds, by the place behind the first; `absent` where none left or none arrived, `underWay` where it may still.
  private var departures: [Int64] = []
  private var arrivals: [Int64] = []

  private static let absent = Int64.min
  private static let underWay = Int64.min + 1
  /// More at once than this are not skipped: a mark that nobody made must not take memory.
  private static let largestSkip: Int64 = 1 << 20

  public init(rate: Double) {
    precondition(rate > 0, "\(rate) packets a second")
    self.rate = rate
  }

  public mutating func sent(_ sequence: Int64, at now: Instant) {
    let start = first ?? sequence
    first = start
    let place = sequence - start
    guard place >= 0, place - Int64(departures.count) < Self.largestSkip else { return }
    while departures.count <= place {
      departures.append(Self.absent)
      arrivals.append(Self.absent)
    }
    departures[Int(place)] = now.nanoseconds
  }

  /// When the packet left; nil if none of this number did.
  public func departure(of sequence: Int64) -> Instant? {
    guard let place = place(of: sequence), departures[place] != Self.absent else { return nil }
    return Instant(nanoseconds: departures[place])
  }

  /// False, and nothing changes, if it arrived before or never left.
  @discardableResult
  public mutating func received(_ sequence: Int64, at now: Instant) -> Bool {
    guard let place = place(of: sequence), departures[place] != Self.absent else { return false }
    guard arrivals[place] == Self.absent else { return false }
    arrivals[place] = now.nanoseconds
    return true
  }

  /// The measurement ends, and the packet is neither lost nor there. False, and nothing changes, if it arrived before or never left.
  @discardableResult
  public mutating func isStillUnderWay(_ sequence: Int64) -> Bool {
    guard let place = place(of: sequence), departures[place] != Self.absent else { return false }
    guard arrivals[place] == Self.absent else { return false }
    arrivals[place] = Self.underWay
    return true
  }

  private func place(of sequence: Int64) -> Int? {
    guard let first, sequence >= first, sequence - first < Int64(departures.count) else { return nil }
    return Int(sequence - first)
  }

  /// Of the packets that left within the window. Those still under way end an interruption, and are no part of one.
  public func outage(during window: Range<Instant>) -> TrafficOutage {
    var outage = TrafficOutage(rate: rate)
    var current: TrafficOutage.Interruption?
    var last = window.lowerBound
    for (departure, arrival) in zip(departures, arrivals) where departure != Self.absent {
      let left = Instant(nanoseconds: departure)
      guard window.contains(left) else { continue }
      outage.sent += 1
      last = left
      if arrival == Self.absent {
        outage.lost += 1
        let interruption = current ?? .init(packets: 0, firstLost: left, resumed: window.upperBound)
        current = interruption
        current!.packets += 1
        continue
      }
      if arrival == Self.underWay { outage.underWay += 1 }
      if var interruption = current {
        interruption.resumed = left
        outage.interruptions.append(interruption)
        current = nil
      }
    }
    if var interruption = current {
      // The source may have ended before the window does: from then on nothing is missed.
      interruption.resumed = min(window.upperBound, last + .nanoseconds(Int64((1e9 / rate).rounded())))
      outage.interruptions.append(interruption)
    }
    outage.longestGap = longestGap(during: window)
    return outage
  }

  private func longestGap(during window: Range<Instant>) -> TimeSpan {
    var longest = TimeSpan.zero
    var last = window.lowerBound
    for arrival in arrivals.filter({ $0 > Self.underWay }).sorted() {
      let time = Instant(nanoseconds: arrival)
      guard window.contains(time) else { continue }
      longest = max(longest, time - last)
      last = time
    }
    return max(longest, window.upperBound - last)
  }
}
