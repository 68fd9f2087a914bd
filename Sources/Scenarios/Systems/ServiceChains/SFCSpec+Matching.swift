/// Which chain takes what.
extension SFCSpec {
  /// The chain that takes it; nil: none.
  func chain(of traffic: Traffic) -> Int? { chains.firstIndex { $0.match.takes(traffic) } }
}

extension SFCSpec.Traffic {
  fileprivate var transport: SFCSpec.Transport {
    switch kind {
    case .constant: .udp
    case .tcp: .tcp
    case .ping: .icmp
    }
  }
}

extension SFCSpec.Match {
  func takes(_ traffic: SFCSpec.Traffic) -> Bool {
    guard transport == nil || transport == traffic.transport else { return false }
    return ports.isEmpty || ports.contains(traffic.port)
  }

  /// With one port each, or all, and one transport protocol each where ports say so.
  var parts: [SFCSpec.Match] {
    guard !ports.isEmpty else { return [self] }
    let transports = transport.map { [$0] } ?? [.tcp, .udp]
    return ports.flatMap { port in transports.map { SFCSpec.Match(transport: $0, ports: [port]) } }
  }

  /// Whether all that the other takes, this takes, too.
  func covers(_ other: SFCSpec.Match) -> Bool {
    guard transport == nil || transport == other.transport else { return false }
    return ports.isEmpty || !other.ports.isEmpty && other.ports.allSatisfy(ports.contains)
  }
}
