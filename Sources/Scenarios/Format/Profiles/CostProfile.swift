import Protocols

/// What each operation costs on one kind of machine, each number with its origin.
public struct CostProfile: Sendable {
  public var name: String
  public var title: String
  /// The file that it was read from, and its text.
  public var path: String
  public var text: String
  public var cores: Int
  public var disk: DiskCosts
  /// Of an NFV platform; nil where the profile knows none.
  public var platform: PlatformCosts?
  /// Of elements that forward packets; nil where the profile knows none.
  public var forwarding: ForwardingCosts?
  /// Makes signatures in place of the processor; nil where the processor makes them.
  public var signer: SignerCosts?
  /// Every number, in the order of the format.
  public var numbers: [ProfileNumber]
  /// Picoseconds by name.
  var prices: [String: Int64]

  /// The price of an operation, in picoseconds; nil when the profile has none.
  public func price(of operation: Meter.Operation, suite: SignatureSuite) -> Int64? {
    prices[PriceName.of(operation, suite: suite)]
  }

  /// Picoseconds by `Meter.Operation.rawValue`; 0 for what the suite cannot do.
  public func priceList(for suite: SignatureSuite) -> [Int64] {
    Meter.Operation.allCases.map { price(of: $0, suite: suite) ?? 0 }
  }

  /// Names of prices that packets need and the profile lacks.
  var missingForwardingPrices: [String] {
    Meter.Operation.allCases.filter { $0.isOfForwarding && prices[$0.name] == nil }.map(\.name)
  }

  /// Picoseconds by `Meter.Operation.rawValue`, where nobody signs.
  var unsignedPriceList: [Int64] { Meter.Operation.allCases.map { $0.isOfSuite ? 0 : prices[$0.name] ?? 0 } }

  /// Names of prices that a run with this suite needs and the profile lacks. `reads`: it has readers; `makesKeys`: it has
  /// clients that make key pairs.
  func missingPrices(for suite: SignatureSuite, reads: Bool = true, makesKeys: Bool = false) -> [String] {
    let device = signer.map { $0.signatures[suite] == nil ? ["signer.\(suite.rawValue)"] : [] } ?? []
    let spared =
      [
        reads ? nil : PriceName.of(.query, suite: suite), makesKeys ? nil : PriceName.of(.generateKey, suite: suite),
      ] + Meter.Operation.allCases.filter(\.isOfForwarding).map(\.name)
    return PriceName.all(for: suite).filter { prices[$0] == nil && !spared.contains($0) } + device
  }
}
