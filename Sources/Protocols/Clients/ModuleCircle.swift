import Vocabulary

/// The modules of one blockchain that a client knows, asked in turns. One that was silent is passed over for some turns,
/// for more the longer it is silent; it is never given up (crb-smb 3.3.2: several addresses against denial of service).
public struct ModuleCircle: Sendable {
  /// At least one.
  public let modules: [NodeID]
  private var next = 0
  /// Of each module: how often in a row it was silent.
  private var silences: [Int]
  /// Of each module: turns that it is still passed over.
  private var rests: [Int]

  /// Turns that a module is passed over at most.
  static let longestRest = 8

  public init(_ modules: [NodeID]) {
    precondition(!modules.isEmpty, "a client that knows no module")
    self.modules = modules
    silences = modules.map { _ in 0 }
    rests = silences
  }

  /// The module whose turn it is.
  public mutating func turn() -> NodeID {
    while true {
      let index = next
      next = (next + 1) % modules.count
      guard rests[index] > 0 else { return modules[index] }
      rests[index] -= 1
    }
  }

  public mutating func answered(_ module: NodeID) {
    guard let index = modules.firstIndex(of: module) else { return }
    silences[index] = 0
    rests[index] = 0
  }

  public mutating func wasSilent(_ module: NodeID) {
    guard let index = modules.firstIndex(of: module) else { return }
    silences[index] += 1
    rests[index] = min(1 << min(silences[index] - 1, 8), ModuleCircle.longestRest)
  }
}
