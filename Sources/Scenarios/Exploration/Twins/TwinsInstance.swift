import Protocols

/// One running copy of an identity: unmodified code, with a disk and timers of its own.
struct TwinsInstance {
  /// Timers of a module.
  static let timers = 5

  var module: BlockchainModule
  /// The ledger file as it was appended, which syncs at once. Vote logs are not kept: nobody loses power here.
  var ledger: [[UInt8]] = []
  /// By slot: the number of the event that will fire it; 0 when it does not run.
  var armed = [Int64](repeating: 0, count: timers)
  /// Appended to the ledger.
  var blocks: [Block] = []
  /// Transactions in them.
  var decided = 0

  init(module: BlockchainModule) { self.module = module }

  func read(_ file: FileID, offset: Int64, count: Int64) -> [UInt8] {
    guard file == .ledger else { return [] }
    let bytes = ledger.joined().dropFirst(Int(offset))
    return Array(bytes.prefix(Int(min(count, Int64(bytes.count)))))
  }
}
