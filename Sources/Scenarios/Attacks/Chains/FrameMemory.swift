import Protocols
import SimKernel

/// The last frames that an adversary saw, and over which link each came.
struct FrameMemory {
  static let limit = 256

  struct Frame {
    let packet: PacketBuffer
    let link: LinkID
  }

  private(set) var frames: [Frame] = []
  private var next = 0

  /// Keeps a copy.
  mutating func keep(_ packet: PacketBuffer, over link: LinkID) {
    let frame = Frame(packet: packet.copy(), link: link)
    guard frames.count == Self.limit else { return frames.append(frame) }
    frames[next] = frame
    next = (next + 1) % Self.limit
  }
}
