import Protocols
import Vocabulary

/// Reads cost profiles.
public enum ProfileFile {
  /// The profile in a file; all that is wrong with it otherwise.
  public static func load(path: String) throws(ScenarioErrors) -> CostProfile {
    let source = Place.Source.file(path)
    let bytes: [UInt8]
    do {
      bytes = try TextFile.read(path)
    } catch {
      throw ScenarioErrors([ScenarioError(error.text, at: Place(source))])
    }
    let (node, problems) = YAMLReader.read(bytes, source: source)
    guard let node else { throw ScenarioErrors(problems) }
    var validator = Validator(root: ProfileSchema.root)
    let root = validator.check(node)
    let errors = validator.errors + validator.idle.map(\.error)
    guard let root, errors.isEmpty else { throw ScenarioErrors(errors) }
    return profile(root, path: path, text: String(decoding: bytes, as: UTF8.self))
  }

  private static func profile(_ root: Setting, path: String, text: String) -> CostProfile {
    let disk = root["disk"]
    let prices = root["prices"].pairs
    let numbers =
      [number("cores", root["cores"])] + prices.map { number("prices.\($0.key)", $0.setting) }
      + disk.pairs.map { number("disk.\($0.key)", $0.setting) }
      + (root.find("platform")?.pairs ?? []).map { number("platform.\($0.key)", $0.setting) }
      + (root.find("forwarding")?.pairs ?? []).map { number("forwarding.\($0.key)", $0.setting) }
      + (root.find("signer")?.pairs ?? []).map { number("signer.\($0.key)", $0.setting) }
    let costs = DiskCosts(
      sector: ByteCount(disk["sector"]["value"].whole), seek: TimeSpan(nanoseconds: disk["seek"]["value"].whole),
      transferRate: Bandwidth(bitsPerSecond: disk["transfer-rate"]["value"].whole),
      sync: TimeSpan(nanoseconds: disk["sync"]["value"].whole), cache: ByteCount(disk["cache"]["value"].whole),
      memoryRate: disk.find("memory-rate").map { Bandwidth(bitsPerSecond: $0["value"].whole) } ?? .unlimited)
    let byName = Dictionary(uniqueKeysWithValues: prices.map { ($0.key, $0.setting["value"].whole) })
    return CostProfile(
      name: name(ofPath: path), title: root["title"].word, path: path, text: text,
      cores: Int(root["cores"]["value"].whole), disk: costs, platform: root.find("platform").map(platform),
      forwarding: root.find("forwarding").map(forwarding), signer: root.find("signer").map(signer), numbers: numbers, prices: byName)
  }

  private static func platform(_ platform: Setting) -> PlatformCosts {
    func time(_ key: String) -> TimeSpan { TimeSpan(nanoseconds: platform[key]["value"].whole) }
    return PlatformCosts(
      createVNF: time("create-vnf"), createChain: time("create-chain"), switchPath: time("switch-path"),
      deleteVNF: time("delete-vnf"), boot: time("boot"))
  }

  private static func forwarding(_ forwarding: Setting) -> ForwardingCosts {
    func time(_ key: String) -> TimeSpan { TimeSpan(nanoseconds: forwarding[key]["value"].whole) }
    return ForwardingCosts(
      latency: time("latency"), instantiateFunction: time("instantiate-function"),
      instantiateEncryption: time("instantiate-encryption"))
  }

  private static func signer(_ signer: Setting) -> SignerCosts {
    func time(_ setting: Setting) -> TimeSpan { TimeSpan(nanoseconds: setting["value"].whole) }
    var costs = SignerCosts(latency: time(signer["latency"]), signatures: [:])
    for suite in SignatureSuite.allCases { costs.signatures[suite] = signer.find(suite.rawValue).map(time) }
    return costs
  }

  private static func number(_ name: String, _ setting: Setting) -> ProfileNumber {
    ProfileNumber(
      name: name, value: setting["value"].text,
      origin: setting["origin"].choice(), note: setting.find("note")?.word,
      on: setting.find("on")?.items.map(\.word) ?? [])
  }

  /// `i7-4770` of `scenarios/profiles/i7-4770.yaml`.
  static func name(ofPath path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(".yaml") ? String(file.dropLast(5)) : file
  }
}
