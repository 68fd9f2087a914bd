import Protocols

/// What byzantine modules that work together know of each other: who they are, and the two blocks that they want decided at one
/// place. It costs no message: they may have any channel.
final class Coalition {
  let modules: [Int]
  private var pairs: [Place: (first: PrePrepare, second: PrePrepare)] = [:]
  private var order: [Place] = []

  struct Place: Hashable {
    let view: Int64
    let sequence: Int64
  }

  init(_ modules: [Int]) { self.modules = modules }

  /// The honest modules in two parts, always the same ones.
  func sides(of members: Int) -> (first: [Int], second: [Int]) {
    let honest = (0..<members).filter { !modules.contains($0) }
    let middle = (honest.count + 1) / 2
    return (Array(honest[..<middle]), Array(honest[middle...]))
  }

  /// The primary among them has made two blocks.
  func agree(on first: PrePrepare, and second: PrePrepare) {
    let place = Place(view: first.vote.view, sequence: first.vote.sequence)
    if pairs.updateValue((first, second), forKey: place) == nil { order.append(place) }
    if order.count > 64 { pairs[order.removeFirst()] = nil }
  }

  func pair(view: Int64, sequence: Int64) -> (first: PrePrepare, second: PrePrepare)? {
    pairs[Place(view: view, sequence: sequence)]
  }
}
