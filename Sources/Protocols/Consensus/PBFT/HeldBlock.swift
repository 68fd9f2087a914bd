/// A block that is prepared and not yet decided here: what a later view may have to propose again.
struct HeldBlock {
  let certificate: PreparedCertificate
  let identifier: [UInt8]
  let content: BlockContent
}
