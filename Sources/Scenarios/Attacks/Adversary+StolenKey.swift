import Protocols
import Vocabulary

/// A thief: who has a tenant's key pair is the tenant, until it is replaced (crb-smb 3.4).
extension Adversary {
  /// A configuration for a VNF that has been seen on the first chain, signed with a stolen key. It sets the software's settings
  /// alone: VNFs that were told to obey nobody but the thief could only be made anew.
  func order(asTenant entry: inout Entry) {
    guard !stolen.isEmpty, let vnf = vnf(&entry) else { return }
    let tenant = stolen.drawn(&entry.stream)
    var builder = TransactionBuilder(
      cryptography: crypto, sender: tenant, stream: RandomStream(seed: entry.stream.next()))
    let given = Configuration(
      cid: "stolen", vid: "\(entry.turns)", description: "",
      configuration: VNFConfiguration(settings: Array("by the thief".utf8)).bytes)
    let transaction = given.transaction(to: vnf, at: timestamp, with: &builder, &spare)
    guard let header = transaction.headerDigest else { return }
    orders[header] = (tenant.publicKey.fingerprint, world.simulator.now)
    send(.submit([transaction]), to: module(of: 0, &entry), entry)
  }
}

extension Transaction {
  /// SHA-256 of its header, by which clients know it; nil if it has none.
  fileprivate var headerDigest: Digest? { layout == nil ? nil : SHA256Hasher.digest(header) }
}
