/// Something that an NFV world may be without.
enum NFVPart: Hashable, Sendable {
  case tenant(Int)
  /// The last data center, with its VNFs.
  case site
  /// The last domain, with its SMB.
  case domain
  /// The last host for VNFs, in each data center.
  case vnfHost
  case crbModule(Int)
  /// In each domain's SMB.
  case smbModule(Int)

  /// All of a world, the greatest first; of modules and tenants the last ones first.
  static func all(of spec: NFVSpec) -> [NFVPart] {
    (0..<spec.tenants).reversed().map(NFVPart.tenant) + [.site, .domain, .vnfHost]
      + (0..<spec.smb.modules).reversed().map(NFVPart.smbModule)
      + (0..<spec.crb.modules).reversed().map(NFVPart.crbModule)
  }

  /// Where what stood at a place stands without this part; nil if it is gone.
  func place(_ place: NFVLayout.Place, in spec: NFVSpec) -> NFVLayout.Place? {
    var place = place
    switch (self, place.role) {
    case (.tenant(let gone), .tenant), (.crbModule(let gone), .crb), (.smbModule(let gone), .smb):
      guard place.index != gone else { return nil }
      if place.index > gone { place.index -= 1 }
    case (.site, .service), (.site, .platform), (.site, .vnf):
      guard place.group < spec.sites - 1 else { return nil }
    case (.domain, .smb):
      guard place.group < spec.domains - 1 else { return nil }
    case (.vnfHost, .vnf):
      guard place.index < spec.vnfHosts - 1 else { return nil }
    case (.tenant, _), (.site, _), (.domain, _), (.vnfHost, _), (.crbModule, _), (.smbModule, _): break
    }
    return place
  }
}

extension NFVSpec {
  /// Without a part; nil where the rest is no world that the format allows.
  func without(_ part: NFVPart) -> NFVSpec? {
    var spec = self
    switch part {
    case .tenant: spec.tenants -= 1
    case .site: spec.sites -= 1
    case .domain: spec.domains -= 1
    case .vnfHost: spec.vnfHosts -= 1
    case .crbModule: spec.crb = crb.withoutModule
    case .smbModule: spec.smb = smb.withoutModule
    }
    let counts = [spec.tenants, spec.sites, spec.domains, spec.vnfHosts, spec.crb.modules, spec.smb.modules]
    guard counts.allSatisfy({ $0 > 0 }), spec.domains <= spec.sites else { return nil }
    guard spec.sites >= spec.leastSites, spec.vnfHosts >= spec.leastHosts else { return nil }
    return spec
  }
}

extension CRBSpec {
  /// With one module less.
  var withoutModule: CRBSpec {
    var spec = self
    spec.modules -= 1
    spec.tolerates = tolerates.map { min($0, consensus.faultBudget(of: spec.modules)) }
    return spec
  }
}
