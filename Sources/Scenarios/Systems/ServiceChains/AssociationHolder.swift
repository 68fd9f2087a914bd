import Protocols
import Report

/// Whatever holds security associations.
protocol AssociationHolder {
  var heldAssociations: [SecurityAssociation] { get }
}

extension EncryptionFunction: AssociationHolder {
  var heldAssociations: [SecurityAssociation] { securityAssociations }
}

extension ControlledElement: AssociationHolder {
  var heldAssociations: [SecurityAssociation] { (element as? EncryptionFunction)?.securityAssociations ?? [] }
}

extension ESPKey {
  init(_ association: SecurityAssociation) {
    let salt = (0..<4).map { UInt8(truncatingIfNeeded: association.salt >> UInt32(24 - 8 * $0)) }
    self.init(
      spi: association.spi, source: association.source, destination: association.destination,
      key: association.key.bytes + salt)
  }
}
