/// A block that is prepared and not yet decided here: what a later view may have to propose again.
public struct HeldBlock {
  public let certificate: PreparedCertificate
  public let identifier: [UInt8]
  public let content: BlockContent
}
