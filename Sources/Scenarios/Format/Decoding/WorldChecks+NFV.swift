import Protocols

/// What must hold of data centers and what tenants do in them.
extension WorldChecks {
  /// The sections that describe blockchains.
  static func chains(_ root: Setting) -> [Setting] {
    [root.find("crb"), root.find("nfv")?["crb"], root.find("nfv")?["smb"], root.find("sfc")?.find("smb")]
      .compactMap { $0 }
  }

  /// What the largest of the transactions that say nothing of their own have: keys, and what keeps them secret.
  private static let leastBlock: Int64 = 4_000

  mutating func checkNFV(_ nfv: Setting) {
    checkDistribution(nfv["pause"])
    if let configuration = nfv.find("configuration") { checkSizes(configuration, nfv["crb"]) }
    for chain in ["crb", "smb"] {
      for room in [nfv[chain]["block"]["maximum"], nfv[chain]["pending"]["bytes"]] where room.whole < Self.leastBlock {
        note("\(room.text) is too little: with its keys, a transaction of a tenant or a VNF has up to 4 kB", room)
      }
    }
    for chain in ["crb", "smb"] {
      let signature = nfv[chain]["signature"]
      if let suite = SignatureSuite(rawValue: signature.word), !suite.supportsSealing {
        note(
          "what tenants send is encrypted, which needs a suite that can seal keys, such as 'rsa-2048-pss'", signature)
      }
    }
    for chain in ["crb", "smb"] where nfv[chain]["consensus"].word != "pbft" {
      note("clients read both ledgers, and modules answer reads with 'pbft' alone", nfv[chain]["consensus"])
    }
    for key in ["signature", "crypto"] where nfv["crb"][key].word != nfv["smb"][key].word {
      note("tenants have keys of one kind: '\(key)' must be the same for nfv.crb and nfv.smb", nfv["smb"][key])
    }
    if nfv["access"].word == "direct", nfv["task"].sole?.key == "migrations" {
      note("a migration goes over both blockchains: nfv.access must be 'blockchain'", nfv["access"])
    }
    let domains = nfv["domains"]
    if domains.whole > nfv["sites"].whole {
      note("\(domains.whole) domains need as many data centers; nfv.sites is \(nfv["sites"].whole)", domains)
    }
    checkTask(nfv["task"], nfv)
  }

  private mutating func checkTask(_ task: Setting, _ nfv: Setting) {
    let hosts = nfv["vnf-hosts"]
    let spec = WorldBuilder.nfv(nfv)
    if spec.sites < spec.leastSites {
      note("a migration goes to another data center: nfv.sites must be \(spec.leastSites) or more", task)
    }
    guard spec.leastHosts > spec.vnfHosts else { return }
    note("what the tenants do needs up to \(spec.leastHosts) hosts for VNFs in a data center", hosts)
  }
}
