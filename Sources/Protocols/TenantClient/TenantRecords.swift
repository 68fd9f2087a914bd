/// What a tenant's journal holds that opens its transactions in the ledgers: what the tenant can give to an auditor
/// (crb-smb 3.4).
public struct TenantRecords {
  /// The tenant's own, the oldest first; the last are in force.
  public private(set) var own: [TenantKeyPairs]
  /// Of each but the last: when VNFs were told of the next one last, in ms since 1970; nil if there were none to tell.
  public private(set) var replaced: [Int64?] = []

  public struct NamedPair {
    public let name: String
    public let pair: KeyPair
  }

  /// A service transaction that the tenant has made.
  public struct Request {
    public let id: Digest
    /// Index of the management domain in the tenant's settings.
    public let domain: Int
    /// What its fields are encrypted with.
    public let key: FieldKey
    /// What its response is encrypted with.
    public let responseKey: FieldKey
  }

  /// Of its VNF instances, in the order in which the tenant learned or made them; former ones too.
  public private(set) var instances: [NamedPair] = []
  public private(set) var groups: [NamedPair] = []
  public private(set) var requests: [Request] = []

  /// Reads a tenant client's two files up to the first entry that is torn, damaged or does not follow.
  public init(journal files: [[UInt8]], of settings: TenantClientSettings, _ cryptography: Cryptography) {
    var state = TenantState(settings, cryptography)
    var journal = TenantJournal(turnSize: settings.journalTurn)
    var effects = Effects()
    /// By operation: the time of its last transaction.
    var times: [Int64: Int64] = [:]
    for entry in journal.recover(files, into: &effects).flatMap(\.entries) {
      guard state.apply(entry) else { break }
      if let number = entry.number {
        if let time = state.task(number)?.timestamp { times[number] = time }
        if state.formerPairs.count > replaced.count { replaced.append(times[number]) }
      }
      switch entry {
      case .ordered(_, .replaceKeyPair(let name), _, let secret):
        instances.append(NamedPair(name: state.keys.present(name), pair: cryptography.keyPair(secret: secret)))
      case .learned(let name, let secret):
        instances.append(NamedPair(name: name, pair: cryptography.keyPair(secret: secret)))
      case .sent(_, let transaction, let domain?, let keys?):
        requests.append(Request(id: transaction.id, domain: domain, key: keys.fields, responseKey: keys.response))
      case .kept(_, let id, _, let domain?, let keys?):
        requests.append(Request(id: id, domain: domain, key: keys.fields, responseKey: keys.response))
      case .ordered, .sent, .kept, .asked, .event: break
      }
    }
    own = state.formerPairs + [state.pairs]
    groups = state.keys.groups.map { NamedPair(name: $0.name, pair: $0.pair) }
  }
}
