import Protocols
import SimKernel
import Vocabulary

/// Packets that pass, with something changed.
extension ChainAdversary {
  enum Change: CaseIterable {
    case servicePath, serviceIndex, bothPaths, encryptionPath, encryptionIndex, timeToLive, contents, sequence, end
    case tunnelSource, longerLife
  }

  func tamper(_ frame: PacketBuffer, _ link: LinkID, _ entry: inout Entry, _ verdict: inout PacketVerdict) {
    guard entry.stream.unit() < entry.attack.share else { return }
    // Two changes could undo each other.
    guard AdversaryMark(rawValue: frame.mark) == nil else { return }
    let copy = frame.copy()
    let first = Int(entry.stream.below(UInt64(Change.allCases.count)))
    // The first change from there on that the frame has something for.
    for step in Change.allCases.indices {
      let change = Change.allCases[(first + step) % Change.allCases.count]
      guard Self.apply(change, to: copy, &entry.stream) else { continue }
      verdict.payload = replacement(
        copy, link, isContentForged: change == .contents || change == .end, isLifeProlonged: change == .longerLife,
        entry)
      return
    }
  }

  /// False where the frame has nothing of the kind.
  static func apply(_ change: Change, to frame: PacketBuffer, _ stream: inout RandomStream) -> Bool {
    let anatomy = FrameAnatomy(frame)
    switch change {
    case .servicePath:
      guard let (_, offset) = anatomy.service else { return false }
      frame[offset + 6] ^= 1 << UInt8(stream.below(3))
    case .serviceIndex:
      guard let (_, offset) = anatomy.service else { return false }
      frame[offset + 7] &-= UInt8(1 + stream.below(2))
    case .bothPaths:
      guard let (_, outer) = anatomy.service, let (_, inner) = anatomy.inner else { return false }
      let bit: UInt8 = 1 << UInt8(stream.below(3))
      frame[outer + 6] ^= bit
      frame[inner + 6] ^= bit
    case .encryptionPath:
      guard let (_, offset) = anatomy.service, anatomy.inner != nil else { return false }
      frame[offset + 10] ^= 1 << UInt8(stream.below(3))
    case .encryptionIndex:
      guard let (_, offset) = anatomy.service, anatomy.inner != nil else { return false }
      frame[offset + 11] &-= 1
    case .timeToLive:
      guard let (found, offset) = anatomy.service else { return false }
      var header = found
      header.timeToLive = 1
      header.write(to: frame, at: offset)
    // No code and no tag notices: docs/models/service-chains.md.
    case .longerLife:
      guard let (found, offset) = anatomy.service, found.timeToLive < NetworkServiceHeader.initialTimeToLive else {
        return false
      }
      var header = found
      header.timeToLive = NetworkServiceHeader.initialTimeToLive
      header.write(to: frame, at: offset)
    case .contents: return changeContents(of: frame, anatomy)
    case .sequence:
      guard anatomy.association != nil, let content = anatomy.content else { return false }
      frame.set(frame.uint32(at: content + 24) &+ 1_000, at: content + 24)
    case .end:
      guard anatomy.service != nil, frame.count > 64 else { return false }
      frame.removeLast(1 + Int(stream.below(16)))
    case .tunnelSource:
      guard anatomy.tunnel != nil, var header = try? IPv4Header(in: frame, at: EthernetHeader.byteCount) else {
        return false
      }
      header.source ^= 0x40_0000
      header.write(to: frame, at: EthernetHeader.byteCount)
    }
    return true
  }

  /// Swaps two words of the data, which no checksum notices (RFC 1071, 2: the sum does not depend on the order).
  private static func changeContents(of frame: PacketBuffer, _ anatomy: FrameAnatomy) -> Bool {
    guard let start = anatomy.content, let header = try? IPv4Header(in: frame, at: start) else { return false }
    let end = start + header.totalLength
    var place = start + header.byteCount + 20
    while place + 4 <= end {
      let (first, second) = (frame.uint16(at: place), frame.uint16(at: place + 2))
      if first != second {
        frame.set(second, at: place)
        frame.set(first, at: place + 2)
        return true
      }
      place += 2
    }
    return false
  }
}
