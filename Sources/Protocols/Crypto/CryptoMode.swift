/// Whether keys and signatures are real. Sizes, charges, random draws and verdicts are the same either way.
public enum CryptoMode: String, CaseIterable, Sendable {
  /// Keys, signatures and sealed keys by libcrypto.
  case real
  /// Keyed digests of the same sizes instead of signatures and sealed keys; anyone could forge them. Fields are still
  /// really encrypted.
  case modelled
}
