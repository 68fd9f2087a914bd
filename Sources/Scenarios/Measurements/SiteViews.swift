import Protocols

/// What somebody could read of each flow at each site, told by the bytes: in the functions, and at the gateway.
struct SiteViews: Codable, Hashable, Sendable {
  /// Packets, by site, then by traffic of the scenario.
  private(set) var readInFunctions: [[Int64]]
  private(set) var readAtGateway: [[Int64]]
  private(set) var unreadAtGateway: [[Int64]]

  init(sites: Int, flows: Int) {
    readInFunctions = Array(repeating: Array(repeating: 0, count: flows), count: sites)
    readAtGateway = readInFunctions
    unreadAtGateway = readInFunctions
  }

  mutating func meets(_ packet: PacketBuffer, site: Int, flow: Int?) {
    guard let flow, Self.canRead(packet) else { return }
    readInFunctions[site][flow] += 1
  }

  mutating func passes(_ packet: PacketBuffer, site: Int, flow: Int?) {
    guard let flow else { return }
    if Self.canRead(packet) { readAtGateway[site][flow] += 1 } else { unreadAtGateway[site][flow] += 1 }
  }

  private static func canRead(_ packet: PacketBuffer) -> Bool {
    packet.withUnsafeBytes(FlowSecret.flow(seenIn:)) != nil
  }

  /// By metric name.
  func values(_ spec: SFCSpec) -> [String: Double] {
    var (read, unread, elsewhere) = (0, 0, Int64(0))
    for flow in spec.traffic.indices {
      let chain = spec.chain(of: spec.traffic[flow])
      let own = Set((chain.map { spec.chains[$0].path } ?? []).map { spec.functions[$0].site })
      let others = spec.sites.indices.filter { !own.contains($0) }
      if !own.isEmpty, own.allSatisfy({ readInFunctions[$0][flow] > 0 }) { read += 1 }
      if others.contains(where: { unreadAtGateway[$0][flow] > 0 && readAtGateway[$0][flow] == 0 }) { unread += 1 }
      elsewhere += others.reduce(0) { $0 + readInFunctions[$1][flow] }
      elsewhere += readAtGateway.reduce(0) { $0 + $1[flow] }
    }
    return [
      "flows-read-at-functions": Double(read), "flows-passing-unread": Double(unread),
      "packets-read-elsewhere": Double(elsewhere),
    ]
  }
}
