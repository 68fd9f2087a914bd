import Testing
import Vocabulary

@testable import Protocols

@Suite("Certified membership lists")
struct MembershipListTests {
  @Test(
    "a certified list comes back with its members, f and quorum", arguments: SignatureSuite.allCases,
    CryptoMode.allCases)
  func good(suite: SignatureSuite, mode: CryptoMode) throws {
    let fixture = MembershipFixture(suite, mode)
    var meter = Meter()
    let membership = try SignedMembershipList.verify(fixture.file, by: fixture.trust, fixture.crypto, &meter)
    #expect(membership.members == fixture.pairs.map(\.publicKey))
    #expect(membership.federation == fixture.list.id)
    #expect((membership.faultBudget, membership.quorum) == (1, 3))
    #expect(meter.count(.verify) == 1)
    #expect(meter.count(.codecByte) == Int64(fixture.file.count))
    #expect(meter.count(.hashByte) == Int64(fixture.list.bytes.count))
  }

  @Test("a list has one encoding")
  func canonical() throws {
    let list = MembershipFixture().list
    #expect(try MembershipList.decode(list.bytes) == list)
    #expect(throws: BSONError.self) { try MembershipList.decode(list.bytes + [0]) }
  }

  @Test("the federation is another one with anything else in the list (so votes cannot be carried over)")
  func identity() {
    let list = MembershipFixture().list
    var others: [MembershipList] = [list, list, list, list]
    others[0].federation = "smb"
    others[1].number += 1
    others[2].memberKeys.swapAt(0, 1)
    others[3].memberKeys.removeLast()
    #expect(Set((others + [list]).map(\.id)).count == 5)
  }

  @Test("a list that somebody else has signed, were it a member, is refused")
  func forged() {
    let fixture = MembershipFixture()
    #expect(fixture.defect(fixture.file(by: fixture.crypto.keyPair(named: "stranger"))) == .badSignature)
    #expect(fixture.defect(fixture.file(by: fixture.pairs[0])) == .badSignature)
  }

  @Test("the authority's list of another federation is refused")
  func otherFederation() {
    let fixture = MembershipFixture()
    #expect(fixture.defect(fixture.file { $0.federation = "smb" }) == .otherFederation)
  }

  @Test("a list that was in force before, or will be, is refused", arguments: [Int64.min, 0, 4, 6, .max])
  func otherNumber(number: Int64) {
    let fixture = MembershipFixture()
    #expect(fixture.defect(fixture.file { $0.number = number }) == .otherNumber)
  }

  @Test("members without a key, with a key of another suite or with a key that stands twice are refused")
  func keys() {
    let fixture = MembershipFixture()
    let other = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 3).keyPair(named: "module/1")
    #expect(fixture.defect(fixture.file { $0.memberKeys[1] = [] }) == .badKey)
    #expect(fixture.defect(fixture.file { $0.memberKeys[1] = other.publicKey.encoded }) == .badKey)
    #expect(fixture.defect(fixture.file { $0.memberKeys[3] = $0.memberKeys[0] }) == .repeatedKey)
    #expect(fixture.defect(fixture.file { $0.memberKeys = [] }) == .malformed)
  }

  @Test("a member's number is its place")
  func numbers() {
    let fixture = MembershipFixture()
    let key = fixture.list.memberKeys[0]
    func list(_ number: Int32) -> [UInt8] {
      BSONWriter.encode { w in
        w.string("federation", "crb")
        w.int64("number", 5)
        w.array("members") { w in
          w.document(.index(0)) { w in
            w.int32("number", number)
            w.binary("key", key)
          }
        }
      }
    }
    #expect(fixture.defect(fixture.file(signing: list(0))) == nil)
    #expect(fixture.defect(fixture.file(signing: list(1))) == .malformed)
    #expect(fixture.defect(fixture.file(signing: list(-1))) == .malformed)
  }

  @Test("what the authority has signed and is no list is refused")
  func noList() {
    let fixture = MembershipFixture()
    #expect(fixture.defect(fixture.file(signing: [])) == .malformed)
    #expect(fixture.defect(fixture.file(signing: fixture.list.bytes + [0])) == .malformed)
    #expect(fixture.defect(fixture.file + [0]) == .malformed)
  }

  @Test("a file that ends anywhere before its end is refused, and so is none")
  func torn() {
    let fixture = MembershipFixture()
    #expect(fixture.defect([]) == .missing)
    for count in 1..<fixture.file.count { #expect(fixture.defect(Array(fixture.file.prefix(count))) == .torn) }
  }

  @Test("a list with any one bit changed is refused", arguments: CryptoMode.allCases)
  func rotten(mode: CryptoMode) {
    let fixture = MembershipFixture(.ed25519, mode)
    for position in fixture.file.indices {
      var bytes = fixture.file
      bytes[position] ^= 1 << UInt8(position % 8)
      #expect(fixture.defect(bytes) != nil, "byte \(position)")
    }
  }
}
