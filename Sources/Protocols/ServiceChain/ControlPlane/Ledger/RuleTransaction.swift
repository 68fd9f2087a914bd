import FoundationEssentials
import Vocabulary

/// Rule sets of one site, as a service transaction of the SMB carries them (crb-smb 3.5): signed by the controller, encrypted
/// for the site's elements. The field that names the action holds a JSON list.
public enum RuleTransaction {
  public static func content(_ sets: [IssuedRules]) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(sets) else { preconditionFailure("cannot encode \(sets)") }
    return [UInt8](data)
  }

  /// The transaction. Nobody answers it in the ledger: the response key is drawn and forgotten.
  public static func make(
    _ sets: [IssuedRules], for site: PublicKey, at timestamp: Int64, by builder: inout TransactionBuilder,
    _ meter: inout Meter
  ) -> Transaction {
    let content = content(sets)
    meter.charge(.codecByte, content.count)
    let key = FieldKey(&builder.stream)
    return ServiceRequest(request: content, responseKey: key).transaction(
      to: site, at: timestamp, with: &builder, &meter)
  }

  /// The rule sets in a transaction, if the controller has signed it, for this site.
  public static func open(
    _ transaction: Transaction, with site: KeyPair, from controller: PublicKey, _ cryptography: Cryptography,
    _ meter: inout Meter
  ) throws(DropReason) -> [IssuedRules] {
    let opened = try OpenedTransaction(opening: transaction, with: site, cryptography, &meter)
    guard opened.type == .service, let request = ServiceRequest(opened) else { throw .wrongType }
    guard opened.sender == controller else { throw .unauthorized }
    meter.charge(.codecByte, request.request.count)
    guard let sets = try? JSONDecoder().decode([IssuedRules].self, from: Data(request.request)) else {
      throw .malformed
    }
    return sets
  }
}
