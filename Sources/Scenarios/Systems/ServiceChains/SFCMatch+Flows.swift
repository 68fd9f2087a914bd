import Protocols

extension SFCSpec.Match {
  /// One for each port; one for all if no port is named.
  var flows: [FlowMatch] {
    let all = FlowMatch(transport: transport?.protocolNumber)
    guard !ports.isEmpty else { return [all] }
    return ports.map { port in
      var flow = all
      flow.destinationPorts = port...port
      return flow
    }
  }
}

extension SFCSpec.Transport {
  fileprivate var protocolNumber: UInt8 {
    switch self {
    case .tcp: IPProtocol.tcp.rawValue
    case .udp: IPProtocol.udp.rawValue
    case .icmp: IPProtocol.icmp.rawValue
    }
  }
}
