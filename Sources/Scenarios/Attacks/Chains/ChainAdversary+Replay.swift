import Protocols
import SimKernel
import Vocabulary

/// What came past once comes once more.
extension ChainAdversary {
  /// In turn: twice a frame as it was, over the link that it came over; then the same over another link.
  func replay(_ entry: inout Entry) {
    guard !entry.frames.frames.isEmpty else { return }
    let frame = entry.frames.frames.drawn(&entry.stream)
    let link = entry.turns % 3 == 2 ? entry.frames.frames.drawn(&entry.stream).link : frame.link
    send(frame.packet.copy(), over: link, isContentForged: false, entry)
  }
}
