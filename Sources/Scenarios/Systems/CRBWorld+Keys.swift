import Protocols
import Report

/// What the writers of a CRB world can give to an auditor.
extension CRBWorld {
  /// Writes `writer-0.json`, of each writer: its key pair, and that of the VNF that it configures.
  func keepKeys(of workload: WorkloadSpec, in directory: String) throws {
    try Directory.create(directory)
    for number in 0..<workload.writers {
      var pairs = [KeyFile.Pair("writer \(number)", chain.crypto.keyPair(named: "tenant/\(number)"))]
      if workload.recipient == .encrypted {
        pairs.append(KeyFile.Pair("vnf \(number)", chain.crypto.keyPair(named: "vnf/\(number)")))
      }
      let section = KeyFile.Section(name: chain.name, federation: chain.membership.federation, pairs: pairs)
      let file = KeyFile(
        holder: "writer \(number)", suite: chain.spec.signature, mode: chain.spec.crypto, ledgers: [section])
      try file.write(to: "\(directory)/writer-\(number).json")
    }
  }
}
