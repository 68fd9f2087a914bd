/// A member of a federation with its private key: makes the statements that the protocol signs, in its own name.
public struct Signatory {
  public let number: Int
  public let federation: FederationID
  let keyPair: KeyPair
  let crypto: Cryptography

  public init(_ number: Int, in federation: FederationID, with keyPair: KeyPair, _ crypto: Cryptography) {
    self.number = number
    self.federation = federation
    self.keyPair = keyPair
    self.crypto = crypto
  }

  public func vote(
    _ phase: VotePhase, view: Int64, sequence: Int64, on digest: Digest, accepted: Bool = true,
    certificate: [Endorsement] = [], _ meter: inout Meter
  ) -> Vote {
    let statement = Endorsement.statement(
      in: federation, phase: phase, view: view, height: sequence, digest: digest, accepted: accepted, &meter)
    return Vote(
      phase: phase, view: view, sequence: sequence, replica: number, digest: digest, accepted: accepted,
      signature: crypto.sign(statement, with: keyPair, &meter), certificate: certificate)
  }

  public func viewChange(
    to view: Int64, decided: DecidedCertificate, prepared: PreparedCertificate?, _ meter: inout Meter
  ) -> ViewChange {
    let statement = ViewChange.statement(
      in: federation, view: view, replica: number, decided: decided, prepared: prepared, &meter)
    return ViewChange(
      view: view, replica: number, decided: decided, prepared: prepared,
      signature: crypto.sign(statement, with: keyPair, &meter))
  }

  public func newView(_ view: Int64, _ changes: [ViewChange], _ meter: inout Meter) -> NewView {
    let statement = NewView.statement(in: federation, view: view, replica: number, changes, &meter)
    return NewView(
      view: view, replica: number, viewChanges: changes, signature: crypto.sign(statement, with: keyPair, &meter))
  }
}
