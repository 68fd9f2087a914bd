import Testing

@testable import Protocols

@Suite("The rules that follow from a deployment")
struct DeploymentTests {
  typealias Paper = PaperNetwork

  static func rules(_ deployment: Deployment) -> [ElementID: [FlowRule]] {
    var rules: [ElementID: [FlowRule]] = [:]
    for set in deployment.ruleSets(version: { _ in 1 }) { rules[set.element, default: []] += set.rules.rules }
    return rules
  }

  /// Follows a packet of a path by the rules, as elements do; the elements that it visits.
  static func walk(_ deployment: Deployment, path: ServicePathID) throws -> [ElementID] {
    let sets = deployment.ruleSets { _ in 1 }.filter { $0.rules.path == path }
    var rules: [ElementID: [FlowRule]] = [:]
    for set in sets { rules[set.element, default: []] += set.rules.rules }
    let chain = try #require(deployment.chains.first { $0.path == path })
    func site(_ element: ElementID) -> Deployment.Site? {
      deployment.function(element).flatMap { deployment.site($0.site) }
    }
    var (from, at, index) = (ElementID(0), try #require(deployment.site(chain.entry)).classifier, UInt8(255))
    var encryption: (path: EncryptionPathID, index: UInt8)?
    var visited = [at]
    while visited.count < 100 {
      var next: ElementID?
      for rule in rules[at] ?? [] {
        switch rule {
        case .classify(_, let first):
          if from == ElementID(0), first == index { next = try #require(deployment.site(chain.entry)).inner }
        case .endOfChain(let last, let receiver):
          if from != ElementID(0), last == index { return visited + [receiver] }
        case .forward(index, from, let to): if encryption == nil { next = to }
        case .encrypt(index, from, let over, let by):
          if encryption == nil {
            next = by
            encryption = (over, 255)
          }
        case .forwardEncrypted(let over, let hop, from, let to):
          if let now = encryption, now == (over, hop) { next = to }
        case .forward, .encrypt, .forwardEncrypted, .deny: break
        }
      }
      if let function = deployment.function(at), let home = site(at) {
        switch function.kind {
        case .serviceFunction:
          index -= 1
          next = home.inner
        case .encryptionFunction:
          if encryption?.index == 255 {
            encryption?.index = 254
            next = home.outer
          } else {
            encryption = nil
            next = home.inner
          }
        case .classifier, .innerForwarder, .outerForwarder, .gateway, .endpoint: break
        }
      }
      (from, at) = (at, try #require(next, "no rule at \(at) from \(from), index \(index)"))
      visited.append(at)
    }
    return visited
  }

  @Test("a chain of three functions with two encrypted links is walked from classifier to server")
  func threeFunctions() throws {
    let a = Paper.sites[0]
    let b = Paper.sites[1]
    let c = Paper.sites[2]
    #expect(
      try Self.walk(Paper.threeFunctions, path: ServicePathID(2)) == [
        a.classifier, a.inner, Paper.vcpe, a.inner, Paper.ef[0], a.outer, b.outer, Paper.ef[1], b.inner, Paper.cache,
        b.inner, Paper.ef[2], b.outer, c.outer, Paper.ef[3], c.inner, Paper.firewall, c.inner, c.classifier,
        Paper.server,
      ])
  }

  @Test("without the cache, packets pass its site by")
  func twoFunctions() throws {
    let a = Paper.sites[0]
    let c = Paper.sites[2]
    #expect(
      try Self.walk(Paper.twoFunctions, path: ServicePathID(1)) == [
        a.classifier, a.inner, Paper.vcpe, a.inner, Paper.ef[0], a.outer, c.outer, Paper.ef[3], c.inner,
        Paper.firewall, c.inner, c.classifier, Paper.server,
      ])
  }

  @Test("after the fail-over, both ends of a link stand on one compute node")
  func failedOver() throws {
    let a = Paper.sites[0]
    let c = Paper.sites[2]
    #expect(
      try Self.walk(Paper.failedOver, path: ServicePathID(3)) == [
        a.classifier, a.inner, Paper.vcpe, a.inner, Paper.ef[0], a.outer, Paper.spareEF2, a.inner, Paper.spareCache,
        a.inner, Paper.spareEF3, a.outer, c.outer, Paper.ef[3], c.inner, Paper.firewall, c.inner, c.classifier,
        Paper.server,
      ])
  }

  @Test("a function may stand in a chain twice")
  func twice() throws {
    var deployment = Paper.threeFunctions
    deployment.chains = [
      Paper.chain(7, [Paper.vcpe, Paper.cache, Paper.vcpe, Paper.firewall], [], isEncrypted: false)
    ]
    let visited = try Self.walk(deployment, path: ServicePathID(7))
    #expect(visited.filter { $0 == Paper.vcpe }.count == 2)
    #expect(visited.last == Paper.server)
    #expect(deployment.violations.isEmpty)
  }

  @Test("two chains over shared functions each keep to their own encryption paths")
  func shared() throws {
    var deployment = Paper.threeFunctions
    deployment.chains[0].match = Paper.web
    deployment.functions += [
      .init(Paper.ef[4], .encryptionFunction, site: 0), .init(Paper.ef[7], .encryptionFunction, site: 2),
    ]
    deployment.chains.append(
      Paper.chain(9, [Paper.vcpe, Paper.firewall], [.init(hop: 1, Paper.link(9, 4, 7))], match: Paper.mail))
    #expect(deployment.violations.isEmpty)
    #expect(try Self.walk(deployment, path: ServicePathID(9)).contains(Paper.ef[4]))
    #expect(try !Self.walk(deployment, path: ServicePathID(9)).contains(Paper.cache))
    #expect(try Self.walk(deployment, path: ServicePathID(2)).contains(Paper.cache))
    let entry = Self.rules(deployment)[Paper.sites[0].classifier]
    #expect(entry == [.classify(Paper.web, index: 255), .classify(Paper.mail, index: 255)])
  }

  @Test("the way back leads through the functions in reverse, in the same encryption functions")
  func back() throws {
    var deployment = Paper.threeFunctions
    var back = Paper.chain(8, [Paper.firewall, Paper.cache, Paper.vcpe], [])
    (back.entry, back.exit, back.receiver) = (2, 0, Paper.client)
    back.links = [.init(hop: 1, Paper.link(11, 3, 2)), .init(hop: 2, Paper.link(12, 1, 0))]
    deployment.chains.append(back)
    #expect(deployment.violations.isEmpty)
    let functions = try Self.walk(deployment, path: ServicePathID(8)).filter { deployment.function($0) != nil }
    #expect(
      functions == [
        Paper.firewall, Paper.ef[3], Paper.ef[2], Paper.cache, Paper.ef[1], Paper.ef[0], Paper.vcpe,
      ])
  }

  @Test("rules are given out from the exit back to the entry, which is told last")
  func order() {
    let told = Paper.threeFunctions.ruleSets { _ in 1 }.map(\.element)
    let a = Paper.sites[0]
    let b = Paper.sites[1]
    let c = Paper.sites[2]
    #expect(told == [c.classifier, c.inner, c.outer, b.inner, b.outer, a.outer, a.inner, a.classifier])
  }

  @Test("a firewall is told what it drops, once for each chain")
  func denied() {
    var deployment = Paper.threeFunctions
    deployment.functions[2].denies = [Paper.mail]
    #expect(Self.rules(deployment)[Paper.firewall] == [.deny(Paper.mail)])
  }

  @Test("every element takes the rules of its chain")
  func accepted() throws {
    for deployment in [Paper.twoFunctions, Paper.threeFunctions, Paper.failedOver] {
      for set in deployment.ruleSets(version: { _ in 1 }) {
        for site in 0..<3 {
          var (inner, outer) = (Paper.inner(site), Paper.outer(site))
          if set.element == inner.element { try inner.install(set.rules) }
          if set.element == outer.element { try outer.install(set.rules) }
        }
      }
    }
  }
}
