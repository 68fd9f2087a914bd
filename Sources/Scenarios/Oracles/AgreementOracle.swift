import Protocols
import Vocabulary

/// Agreement and prefix order: no two modules hold different blocks at one height, and each appends heights in turn,
/// every block naming the one before (crb-smb 2.3.3; Castro and Liskov 1999, section 3). A restart changes none of that:
/// what a module appended in an earlier life it does not append again.
final class AgreementOracle {
  private(set) var violations: [String] = []
  /// By module: the last height that it appended.
  private(set) var heights: [Int64]
  private var previous: [[UInt8]]
  /// The first block seen at each height, from 1.
  private(set) var chain: [Digest] = []
  /// Modules that started again on a disk that may have lost what was durable.
  private var mayRepeat: [Bool]

  init(modules: Int) {
    heights = [Int64](repeating: 0, count: modules)
    previous = [[UInt8]](repeating: [], count: modules)
    mayRepeat = [Bool](repeating: false, count: modules)
  }

  /// The module has a new life; with a disk that lost durable blocks, it may append them once more.
  func restarted(_ node: NodeID, mayHaveLost: Bool) { mayRepeat[Int(node.index)] = mayHaveLost }

  /// True when nobody appended a block at this height before.
  @discardableResult
  func delivered(_ block: Block, height: Int64, at node: NodeID, now: Instant) -> Bool {
    let module = Int(node.index)
    let repeats = mayRepeat[module] && height <= heights[module]
    if !repeats {
      if height != heights[module] + 1 {
        report("module \(module) appended height \(height) after \(heights[module])", now)
      }
      if block.content.previous != previous[module] {
        report("module \(module) appended a block at height \(height) that does not follow its last", now)
      }
    }
    mayRepeat[module] = false
    heights[module] = height
    previous[module] = block.header.identifier
    guard height <= chain.count else {
      chain.append(block.digest)
      return true
    }
    guard height >= 1 else { return false }
    if chain[Int(height) - 1] != block.digest { report("modules disagree on the block at height \(height)", now) }
    return false
  }

  private func report(_ what: String, _ now: Instant) {
    if violations.count < 20 { violations.append("agreement: at \(now.seconds) s: \(what)") }
  }
}
