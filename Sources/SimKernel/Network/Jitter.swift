import Vocabulary

/// A delay of each packet, uniform from zero to a bound, from a stream of each link's own.
struct Jitter {
  let bound: TimeSpan
  /// By link.
  var streams: [RandomStream]

  mutating func draw(_ link: LinkID) -> Int64 {
    Int64(streams[Int(link.index)].below(UInt64(bound.nanoseconds) + 1))
  }
}

extension Network {
  /// Delays each packet by up to `bound` more; links that keep order keep it. The streams are
  /// `network/jitter/<sender>-<receiver>`, or of the name of a link that is added later. Zero: no longer.
  public func addJitter(upTo bound: TimeSpan) {
    precondition(bound >= .zero, "jitter of \(bound.nanoseconds) ns")
    guard bound > .zero else {
      jitter = nil
      return
    }
    jitter = Jitter(
      bound: bound,
      streams: (0..<linkCount).map {
        let link = LinkID($0)
        return streams.stream("network/jitter/\(sender(of: link).index)-\(receiver(of: link).index)")
      })
  }
}
