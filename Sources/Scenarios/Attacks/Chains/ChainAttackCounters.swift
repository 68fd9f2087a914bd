import Protocols

/// What an adversary learned and achieved in a world of service function chains.
struct ChainAttackCounters {
  /// Frames with a network service header in front, and with one of the encryption layer: SPI, SI, E-SPI and E-SI are visible.
  var serviceHeaders: Int64 = 0
  var encryptionHeaders: Int64 = 0
  /// Flows of which contents could be read. Never iterated.
  private var flowsRead: Set<Int> = []
  /// Its packets that reached a function: those with a longer time to live and nothing else changed, and all others.
  private var prolongedAtFunctions: Int64 = 0
  private var atFunctions: Int64 = 0
  /// Those that reached a server.
  var delivered: Int64 = 0
  /// Of these, those with contents that no client has sent.
  var contentsDelivered: Int64 = 0
  /// What compromised functions asked of their managers.
  var requestsRefused: Int64 = 0
  var requestsGranted: Int64 = 0

  mutating func reads(flow: Int) { flowsRead.insert(flow) }

  mutating func meetsFunction(_ mark: AdversaryMark) {
    if mark.isLifeProlonged { prolongedAtFunctions += 1 } else { atFunctions += 1 }
  }

  mutating func sees(_ anatomy: FrameAnatomy) {
    guard let front = anatomy.service?.header else { return }
    serviceHeaders += 1
    if front.metadataType == .encryption { encryptionHeaders += 1 }
  }

  /// By metric name.
  var values: [String: Double] {
    [
      "service-headers-seen": Double(serviceHeaders), "encryption-headers-seen": Double(encryptionHeaders),
      "flows-read": Double(flowsRead.count), "attack-packets-at-functions": Double(atFunctions),
      "longer-lives-at-functions": Double(prolongedAtFunctions),
      "attack-packets-delivered": Double(delivered), "forged-contents-delivered": Double(contentsDelivered),
      "attack-requests-refused": Double(requestsRefused), "attack-requests-granted": Double(requestsGranted),
    ]
  }
}
