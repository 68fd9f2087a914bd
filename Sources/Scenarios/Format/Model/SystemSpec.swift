/// The system under test.
public enum SystemSpec: Sendable {
  case crb(CRBSpec)
}
