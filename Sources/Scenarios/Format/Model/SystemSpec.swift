/// The system under test.
public enum SystemSpec: Hashable, Sendable {
  case crb(CRBSpec)
  case nfv(NFVSpec)
  case sfc(SFCSpec)
}
