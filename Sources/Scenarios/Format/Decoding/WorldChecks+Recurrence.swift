/// What must hold of faults that come at a rate, of strikes that are listed, and of what both are drawn from.
extension WorldChecks {
  /// The most strikes to be expected of one fault.
  private static let mostStrikes = 10_000.0

  mutating func checkRecurrence(_ fault: Setting, _ kind: String, end: Int64) {
    guard let rate = fault.find("rate") else {
      if let until = fault.find("until") { note("has an effect only with 'rate'", until) }
      return
    }
    let at = fault["at"]
    if let until = fault.find("until"), until.whole <= at.whole {
      note("\(until.text) is not after 'at', \(at.text)", until)
    } else if let until = fault.find("until"), until.whole > end {
      note("\(until.text) is past the end of the run, which lasts \(Quantity.text(end, .time))", until)
    }
    if fault.find("for") == nil, kind != "crash", kind != "clock-jump" {
      note("needs 'for': every strike would last to the end of the run", fault)
    }
    let expected = rate.real * Double(max(0, (fault.find("until")?.whole ?? end) - at.whole)) / 1e9
    guard expected > Self.mostStrikes else { return }
    note(
      "\(rate.text) is some \(Int(expected)) strikes; at most \(Int(Self.mostStrikes)) can be expected of a fault", rate
    )
  }

  /// `any` is a module drawn at each strike.
  mutating func checkAny(_ fault: Setting, _ place: Setting) {
    if fault.find("rate") == nil { note("'any' is drawn at each strike of a 'rate', and there is none", place) }
    guard place.items.count > 1 else { return }
    note("'any' stands alone: it is one of all modules", place)
  }

  mutating func checkStrikes(_ value: Setting) {
    let items = value.find("strikes")?.items ?? []
    for (before, item) in zip(items, items.dropFirst()) where item.whole <= before.whole {
      note("\(item.text) does not come after \(before.text): strikes stand in ascending order, once each", item)
    }
  }

  /// Two faults that draw from one stream would decide alike.
  mutating func checkStreams(_ faults: [Setting]) {
    var owners: [Int64: String] = [:]
    for (position, fault) in faults.enumerated() where fault.find("stream") == nil {
      owners[Int64(position)] = fault.path
    }
    for fault in faults {
      guard let stream = fault.find("stream") else { continue }
      if let owner = owners[stream.whole] {
        note("\(stream.text) is the stream of \(owner), by its position or as it says", stream)
      } else {
        owners[stream.whole] = fault.path
      }
    }
  }
}
