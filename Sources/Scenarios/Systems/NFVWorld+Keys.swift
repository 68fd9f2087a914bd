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
    let journal = [FileID.tenantJournal, .otherTenantJournal].map { disk.durableContents(of: $0.slot).joined }
    let records = TenantRecords(journal: journal, of: settings, chains[0].crypto)
    let repository = KeyFile.Section(
      name: chains[0].name, federation: chains[0].membership.federation,
      pairs: records.own.enumerated().map { KeyFile.Pair(records.name(ofOwn: $0, name), $1.repository) }
        + records.instances.map { KeyFile.Pair($0.name, $0.pair) }
        + records.groups.map { KeyFile.Pair("group \($0.name)", $0.pair) })
    let management = (0..<spec.domains).map { domain in
      let chain = chains[1 + domain]
      return KeyFile.Section(
        name: chain.name, federation: chain.membership.federation,
        pairs: records.own.enumerated().map { KeyFile.Pair(records.name(ofOwn: $0, name), $1.domains[domain]) },
        contacts: sites(of: domain).map {
          KeyFile.Contact("service \($0)", publicKey: settings.dataCenters[$0].service.encoded)
        },
        requests: records.requests.filter { $0.domain == domain }.map {
          KeyFile.Request(transaction: $0.id, key: $0.key, responseKey: $0.responseKey)
        })
    }
    return file(name, [repository] + management)
  }

  private func sites(of domain: Int) -> [Int] { (0..<spec.sites).filter { layout.domain(ofSite: $0) == domain } }
}

extension TenantRecords {
  /// What a pair of the tenant's own is called: by its number and its end, as what is signed with it later is somebody else's.
  fileprivate func name(ofOwn place: Int, _ tenant: String) -> String {
    guard own.count > 1 else { return tenant }
    let name = "\(tenant), key \(place + 1) of \(own.count)"
    guard place < replaced.count else { return name }
    return name + ", replaced" + (replaced[place].map { " \(UTCTime(milliseconds: $0).text)" } ?? "")
  }
}
