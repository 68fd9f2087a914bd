/// Why a message, a transaction or a block was refused. The raw value stands in reports and CSV.
public enum DropReason: String, Error, CaseIterable, Sendable {
  // Any message.
  case malformed
  case unknownKind = "unknown-kind"
  case unknownSender = "unknown-sender"
  case badSignature = "bad-signature"
  /// The channel takes it for no record of its peer's (RFC 8446, 5.2).
  case badRecord = "bad-record"
  /// The node is still reading its files back.
  case starting
  // Consensus.
  case notPrimary = "not-primary"
  case otherView = "other-view"
  case outsideWatermarks = "outside-watermarks"
  case alreadyDecided = "already-decided"
  case duplicateVote = "duplicate-vote"
  /// A vote that came after the quorum that it would have helped.
  case superfluousVote = "superfluous-vote"
  case conflictingPrePrepare = "conflicting-pre-prepare"
  case otherDigest = "other-digest"
  case badCertificate = "bad-certificate"
  case badViewChange = "bad-view-change"
  case badNewView = "bad-new-view"
  /// A question that was answered a moment ago.
  case askedAgain = "asked-again"
  /// A proposal of another block than the one that the new view must propose.
  case conflictsWithNewView = "conflicts-with-new-view"
  // Blocks.
  case wrongPrevious = "wrong-previous"
  case wrongSigner = "wrong-signer"
  case blockTooLarge = "block-too-large"
  case emptyBlock = "empty-block"
  // Transactions.
  case wrongType = "wrong-type"
  case missingField = "missing-field"
  case unexpectedField = "unexpected-field"
  case badKey = "bad-key"
  case notEncrypted = "not-encrypted"
  case duplicateTransaction = "duplicate-transaction"
  case transactionTooLarge = "transaction-too-large"
  case pendingListFull = "pending-list-full"
  // Reads.
  /// The block that a client asks for is not on the disk as it was written.
  case damagedBlock = "damaged-block"
  /// More questions are under way than the query service takes on.
  case tooManyReads = "too-many-reads"
  // What a client is given by a module.
  case wrongRecipient = "wrong-recipient"
  /// Not encrypted with the key that it should be, or changed since.
  case cannotDecrypt = "cannot-decrypt"
  case alreadyProcessed = "already-processed"
  /// Not newer than the last that was applied.
  case outdated
  case futureDated = "future-dated"
  /// Its signature holds, and its sender is nobody who may ask for this.
  case unauthorized
  /// An answer to no question, or to another, or from one who was not asked.
  case unasked
  // Packets of service chains.
  /// Shorter than its headers say.
  case truncated
  /// A field has a value that its specification rules out, or that nothing here supports.
  case badHeader = "bad-header"
  case badChecksum = "bad-checksum"
  /// A fragment: nothing here puts them together.
  case fragmented
  /// Well formed, and of a protocol that nobody here speaks.
  case unknownProtocol = "unknown-protocol"
  case packetTooLarge = "packet-too-large"
  case ttlExpired = "ttl-expired"
  /// The service index or the encryption index cannot be counted down any more.
  case indexExhausted = "index-exhausted"
  /// No security association of this SPI, or none to send with.
  case unknownAssociation = "unknown-association"
  case associationExpired = "association-expired"
  /// Every sequence number of the association is used up.
  case sequenceExhausted = "sequence-exhausted"
  /// Its sequence number or its message authentication code came before, or lies before the window.
  case replayed
  /// Its integrity check value or message authentication code is not that of its bytes.
  case badAuthentication = "bad-authentication"
  /// It should carry a message authentication code, and carries none of a known key.
  case notAuthenticated = "not-authenticated"
  /// The path's last key for headers is too old.
  case keyExpired = "key-expired"
  /// No rule for its path, its index and the neighbour that it came from.
  case unknownPath = "unknown-path"
  /// No route to its destination: there is no default route.
  case unknownRoute = "unknown-route"
  /// Of no flow that a service path is for.
  case unclassified
  /// A firewall's rule; or a classifier's, about flows of a chain that has no rules at present.
  case denied
  /// What was decrypted is not padded as it must be.
  case badPadding = "bad-padding"
  // Control plane of service chains.
  /// Its sender does not show that it knows the pre-shared key.
  case badProof = "bad-proof"
  /// Longer than anything that is taken in.
  case oversized
  /// A younger request about the same resource came before.
  case overtaken
  // Endpoints of service chains.
  /// Nobody listens at the port, or no more connections are taken.
  case noListener = "no-listener"
  /// A segment of no connection.
  case noConnection = "no-connection"
  case connectionReset = "connection-reset"
  /// A segment that lies outside the receive window, or whose bytes came before (RFC 9293, 3.10.7.4).
  case outsideWindow = "outside-window"
  case alreadyReceived = "already-received"
  /// A segment that acknowledges nothing, or what was never sent.
  case badAcknowledgment = "bad-acknowledgment"

  /// Its place in `allCases`, for counters.
  public var position: Int { DropReason.positions[self]! }

  private static let positions = Dictionary(uniqueKeysWithValues: zip(allCases, 0...))
}
