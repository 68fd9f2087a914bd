import Protocols
import Vocabulary

/// Agreement and prefix order: no two modules hold different blocks at one height, and each appends heights in turn,
/// every block naming the one before (crb-smb 2.3.3; Castro and Liskov 1999, section 3).
final class AgreementOracle {
  private(set) var violations: [String] = []
  private var heights: [Int64]
  private var previous: [[UInt8]]
  /// The first block seen at a height, until every module has passed it.
  private var decided: [Int64: (digest: Digest, remaining: Int)] = [:]

  init(modules: Int) {
    heights = [Int64](repeating: 0, count: modules)
    previous = [[UInt8]](repeating: [], count: modules)
  }

  func delivered(_ block: Block, height: Int64, at node: NodeID, now: Instant) {
    let module = Int(node.index)
    if height != heights[module] + 1 {
      report("module \(module) appended height \(height) after \(heights[module])", now)
    }
    if block.content.previous != previous[module] {
      report("module \(module) appended a block at height \(height) that does not follow its last", now)
    }
    heights[module] = height
    previous[module] = block.header.identifier
    let digest = block.digest
    let first = decided[height] ?? (digest, heights.count)
    if first.digest != digest { report("modules disagree on the block at height \(height)", now) }
    decided[height] = first.remaining == 1 ? nil : (first.digest, first.remaining - 1)
  }

  private func report(_ what: String, _ now: Instant) {
    if violations.count < 20 { violations.append("agreement: at \(now.seconds) s: \(what)") }
  }
}
