/// A tenant's own key pairs (crb-smb 3.4): one for each ledger, so that what it does on one is not known on another.
public struct TenantKeyPairs {
  /// On the CRB: VNFs obey it.
  public let repository: KeyPair
  /// On the SMB of each domain.
  public let domains: [KeyPair]

  init(of settings: TenantClientSettings) {
    repository = settings.pair
    domains = settings.domains.map(\.pair)
  }

  /// Those that an operation makes, from the secret that was drawn for it.
  init(from secret: Digest, domains count: Int, _ cryptography: Cryptography) {
    func pair(_ ledger: String) -> KeyPair {
      var hasher = SHA256Hasher()
      hasher.update(secret)
      hasher.update(Array(ledger.utf8))
      return cryptography.keyPair(secret: hasher.finish())
    }
    repository = pair("crb")
    domains = (0..<count).map { pair("smb-\($0)") }
  }
}
