import Protocols
import Report

/// What whoever holds keys in an NFV world can give to an auditor.
extension NFVWorld {
  /// Writes `tenant-0.json`, of each tenant, and `domain-0.json`, of whoever manages each SMB.
  func keepKeys(in directory: String) throws {
    try Directory.create(directory)
    for number in 0..<spec.tenants { try tenantKeys(number).write(to: "\(directory)/tenant-\(number).json") }
    for domain in 0..<spec.domains { try domainKeys(domain).write(to: "\(directory)/domain-\(domain).json") }
  }

  private func file(_ holder: String, _ ledgers: [KeyFile.Section]) -> KeyFile {
    KeyFile(holder: holder, suite: spec.crb.signature, mode: spec.crb.crypto, ledgers: ledgers)
  }

  /// What the federation that manages an SMB can read (crb-smb 3.5): everything.
  private func domainKeys(_ domain: Int) -> KeyFile {
    let chain = chains[1 + domain]
    let pairs = sites(of: domain).map { KeyFile.Pair("service \($0)", clients.servicePair($0)) }
    return file(
      "domain \(domain)", [KeyFile.Section(name: chain.name, federation: chain.membership.federation, pairs: pairs)])
  }

  private func tenantKeys(_ number: Int) -> KeyFile {
    let name = "tenant \(number)"
    let settings = tenant(number).client.settings
    let disk = world.hosts[layout.nodes(.tenant).lowerBound + number].disk!
    let journal = disk.durableContents(of: FileID.tenantJournal.slot).joined
    let records = TenantRecords(journal: journal, of: settings, chains[0].crypto)
    let repository = KeyFile.Section(
      name: chains[0].name, federation: chains[0].membership.federation,
      pairs: [KeyFile.Pair(name, settings.pair)] + records.instances.map { KeyFile.Pair($0.name, $0.pair) }
        + records.groups.map { KeyFile.Pair("group \($0.name)", $0.pair) })
    let management = (0..<spec.domains).map { domain in
      let chain = chains[1 + domain]
      return KeyFile.Section(
        name: chain.name, federation: chain.membership.federation,
        pairs: [KeyFile.Pair(name, settings.domains[domain].pair)],
        contacts: sites(of: domain).map {
          KeyFile.Contact("service \($0)", publicKey: settings.dataCenters[$0].service.encoded)
        },
        requests: records.requests.filter { $0.domain == domain }.map { request($0, in: domain) })
    }
    return file(name, [repository] + management)
  }

  private func sites(of domain: Int) -> [Int] { (0..<spec.sites).filter { layout.domain(ofSite: $0) == domain } }

  /// A tenant client draws the key of a transaction's fields and forgets it; a tenant who keeps it can read its own service
  /// transactions later. Here it is looked up with the key of the service client.
  private func request(_ made: TenantRecords.Request, in domain: Int) -> KeyFile.Request {
    KeyFile.Request(
      transaction: made.transaction.id, key: fieldKey(of: made.transaction, in: domain), responseKey: made.responseKey)
  }

  private func fieldKey(of transaction: Transaction, in domain: Int) -> FieldKey? {
    guard let layout = transaction.layout, let sealed = layout.sealedKey else { return nil }
    let recipient = transaction.bytes[layout.recipient]
    var meter = Meter()
    for site in sites(of: domain) {
      let pair = clients.servicePair(site)
      guard recipient.elementsEqual(pair.publicKey.encoded) else { continue }
      return chains[1 + domain].crypto.openKey(transaction.bytes[sealed], with: pair, &meter)
    }
    return nil
  }
}
