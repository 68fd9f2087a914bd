/// The system under test.
public enum SystemSpec: Hashable, Sendable {
  case crb(CRBSpec)
  case nfv(NFVSpec)
  case sfc(SFCSpec)

  /// The keys of a scenario that say whether cryptography is computed or stood in for.
  public var cryptoKeys: [String] {
    switch self {
    case .crb: ["crb.crypto"]
    case .nfv: ["nfv.crb.crypto", "nfv.smb.crypto"]
    case .sfc(let spec): ["sfc.crypto"] + (spec.ledger == nil ? [] : ["sfc.smb.crypto"])
    }
  }

  /// Whether there are modules of a blockchain, whose disks can be kept.
  public var hasModules: Bool {
    switch self {
    case .crb, .nfv: true
    case .sfc(let spec): spec.ledger != nil
    }
  }
}
