import Testing

@testable import Protocols

@Suite("The policy of flow rules")
struct FlowPolicyTests {
  typealias Paper = PaperNetwork

  /// The paper's deployment, changed.
  static func violations(_ change: (inout Deployment) -> Void) -> [PolicyViolation] {
    var deployment = Paper.threeFunctions
    change(&deployment)
    return deployment.violations
  }

  @Test("the paper's deployments are allowed")
  func allowed() {
    for deployment in [Paper.twoFunctions, Paper.threeFunctions, Paper.failedOver] {
      #expect(deployment.violations.isEmpty)
      #expect(FlowPolicy(deployment).violations(of: deployment.ruleSets { _ in 1 }).isEmpty)
    }
  }

  @Test("an encryption function away from its service function is refused (6.2.2)")
  func separated() {
    let found = Self.violations { $0.functions[3].site = 1 }
    #expect(found == [.separated(Paper.ef[0], from: Paper.vcpe)])
    let receiving = Self.violations { $0.functions[4].site = 0 }
    #expect(receiving == [.separated(Paper.ef[1], from: Paper.cache)])
  }

  @Test("a service function away from its encryption functions is refused (6.2.2)")
  func functionMoved() {
    let found = Self.violations { $0.functions[1].site = 2 }
    #expect(
      found == [.separated(Paper.ef[1], from: Paper.cache), .separated(Paper.ef[2], from: Paper.cache)])
  }

  @Test("a hop of an encrypted chain between sites needs encryption")
  func unencrypted() {
    let found = Self.violations { $0.chains[0].links.removeLast() }
    #expect(found == [.unencryptedHop(ServicePathID(2), hop: 2)])
    #expect(
      Self.violations {
        $0.chains[0].links.removeLast()
        $0.chains[0].isEncrypted = false
      }.isEmpty)
  }

  @Test("what does not exist, or is of another kind, is refused")
  func unknown() {
    #expect(Self.violations { $0.chains[0].functions[1] = ElementID(999) } == [.unknownElement(ElementID(999))])
    #expect(Self.violations { $0.chains[0].functions[1] = Paper.ef[1] } == [.wrongKind(Paper.ef[1])])
    #expect(Self.violations { $0.chains[0].exit = 9 } == [.unknownSite(9)])
    #expect(Self.violations { $0.functions[0].site = 9 }.first == .unknownSite(9))
    #expect(
      Self.violations { $0.chains[0].links.append(.init(hop: 9, Paper.link(9, 0, 1))) }
        == [.unknownHop(ServicePathID(2), hop: 9)])
  }

  @Test("numbers that are there twice are refused")
  func duplicates() {
    #expect(Self.violations { $0.chains.append($0.chains[0]) }.contains(.duplicate("SPI 2")))
    #expect(Self.violations { $0.chains[0].links[1].encryption.path = EncryptionPathID(2) } == [.duplicate("E-SPI 2")])
    #expect(Self.violations { $0.functions.append($0.functions[0]) } == [.duplicate("e41")])
  }

  @Test("a chain that the index cannot count is refused")
  func tooLong() {
    let found = Self.violations {
      $0.chains = [Paper.chain(5, [ElementID](repeating: Paper.vcpe, count: 255), [], isEncrypted: false)]
    }
    #expect(found == [.tooLong(ServicePathID(5))])
    #expect(
      Self.violations {
        $0.chains = [Paper.chain(5, [ElementID](repeating: Paper.vcpe, count: 254), [], isEncrypted: false)]
      }.isEmpty)
  }

  @Test("hops of any number do no harm")
  func extremes() {
    for hop in [Int.min, -1, Int.max] {
      let found = Self.violations { $0.chains[0].links[0].hop = hop }
      #expect(found.contains(.unknownHop(ServicePathID(2), hop: hop)))
    }
  }

  // MARK: Rules that somebody wrote by hand

  static func violation(_ rule: FlowRule, at element: ElementID) -> [PolicyViolation] {
    FlowPolicy(Paper.threeFunctions).violations(of: [
      IssuedRules(RuleSet(path: ServicePathID(2), version: 1, rules: [rule]), for: element)
    ])
  }

  @Test("a rule that sends a packet tagged for encryption to another compute node is a violation (6.2.2)")
  func tagged() {
    let a = Paper.sites[0]
    let b = Paper.sites[1]
    #expect(
      Self.violation(.forwardEncrypted(EncryptionPathID(2), index: 255, from: a.inner, to: b.outer), at: a.outer)
        == [.leavesUnencrypted(ServicePathID(2), at: a.outer)])
    #expect(
      Self.violation(.forward(index: 254, from: a.inner, to: b.outer), at: a.outer)
        == [.leavesUnencrypted(ServicePathID(2), at: a.outer)])
    #expect(
      Self.violation(.forward(index: 254, from: Paper.vcpe, to: a.outer), at: a.inner)
        == [.leavesUnencrypted(ServicePathID(2), at: a.inner)])
    #expect(
      Self.violation(.encrypt(index: 254, from: Paper.vcpe, over: EncryptionPathID(2), by: Paper.ef[1]), at: a.inner)
        == [.separated(Paper.ef[1], from: Paper.vcpe)])
  }

  @Test("rules that send a packet in a circle are a violation")
  func circle() {
    let a = Paper.sites[0]
    let b = Paper.sites[1]
    let plain = Deployment(sites: Paper.sites)
    let sets = [
      IssuedRules(
        RuleSet(path: ServicePathID(1), version: 1, rules: [.forward(index: 255, from: b.outer, to: b.outer)]),
        for: a.outer),
      IssuedRules(
        RuleSet(path: ServicePathID(1), version: 1, rules: [.forward(index: 255, from: a.outer, to: a.outer)]),
        for: b.outer),
    ]
    #expect(FlowPolicy(plain).violations(of: sets) == [.loop(ServicePathID(1), at: a.outer)])
    #expect(FlowPolicy(plain).violations(of: [sets[0]]).isEmpty)
  }
}
