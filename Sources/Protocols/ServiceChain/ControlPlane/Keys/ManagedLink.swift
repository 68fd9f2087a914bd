import Vocabulary

/// An encrypted link as the authentication centre sees it.
struct ManagedLink {
  enum Phase: Equatable {
    /// Waits for its turn.
    case queued
    /// Until these have proved themselves.
    case authenticating([ElementID], since: Instant)
    /// The decrypting end has been asked to take the association, then the encrypting one.
    case granting(AssociationGrant.Role, request: Int64)
    case established
    case failed
  }

  let link: EncryptionLink
  var phase = Phase.queued
  /// ESP's SPI of the association in use; nil before the first.
  var spi: UInt32?
  /// Of the association that is being handed out.
  var newSPI: UInt32 = 0
  var key: [UInt8] = []
  /// An end has forgotten what it was given meanwhile.
  var isStale = false
  /// Who waits for it.
  var askers: [ControlEndpoint.Ticket] = []

  var isBusy: Bool {
    switch phase {
    case .authenticating, .granting: true
    case .queued, .established, .failed: false
    }
  }
}
