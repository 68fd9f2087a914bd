import Protocols
import Vocabulary

/// Agreement and prefix order: no two modules hold different blocks at one height, and each appends heights in turn,
/// every block naming the one before (crb-smb 2.3.3; Castro and Liskov 1999, section 3). A restart changes none of that:
/// what a module appended in an earlier life it does not append again.
final class AgreementOracle {
  private var found = ViolationList(.agreement)
  var violations: [Violation] { found.all }
  var disagreements: Int { found.count }
  /// By module: the last height that it appended.
  private(set) var heights: [Int64]
  private var previous: [[UInt8]]
  /// The first block seen at each height, from 1.
  private(set) var chain: [Digest] = []

  init(modules: Int) {
    heights = [Int64](repeating: 0, count: modules)
    previous = [[UInt8]](repeating: [], count: modules)
  }

  /// The module has a new life, and goes on after the `height` blocks that its ledger holds. They must be all that it
  /// appended, unless its disk is one that loses what was durable.
  func restarted(_ node: NodeID, height: Int64, last identifier: [UInt8], mayHaveLost: Bool, now: Instant) {
    let module = Int(node.index)
    if height < heights[module], !mayHaveLost {
      report("module \(module) starts with \(height) blocks; it had appended \(heights[module])", now)
    }
    heights[module] = height
    previous[module] = identifier
  }

  /// True when nobody appended a block at this height before.
  @discardableResult
  func delivered(_ block: Block, height: Int64, at node: NodeID, now: Instant) -> Bool {
    let module = Int(node.index)
    if height != heights[module] + 1 {
      report("module \(module) appended height \(height) after \(heights[module])", now)
    }
    if block.content.previous != previous[module] {
      report("module \(module) appended a block at height \(height) that does not follow its last", now)
    }
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
    found.report(what, at: now)
  }
}
