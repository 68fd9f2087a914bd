import Testing
import Vocabulary

@testable import Protocols

@Suite("Tables of the forwarding path")
struct ForwardingTableTests {
  @Test("a table holds what a dictionary holds, whatever the keys")
  func likeDictionary() {
    var stream = RandomStream(seed: 3)
    var table = ForwardingTable<Int>()
    var dictionary: [UInt64: Int] = [:]
    for number in 0..<2_000 {
      let key = number % 3 == 0 ? stream.below(64) : stream.next() >> stream.below(60)
      let isNew = dictionary[key] == nil
      #expect(table.insert(number, for: key) == isNew)
      if isNew { dictionary[key] = number }
    }
    #expect(table.count == dictionary.count)
    for (key, value) in dictionary { #expect(table[key] == value) }
    for key in dictionary.keys.sorted().prefix(100) where dictionary[key &+ 1] == nil {
      #expect(table[key &+ 1] == nil)
    }
  }

  @Test("setting replaces")
  func replaces() {
    var table = ForwardingTable<String>()
    table.set("a", for: 0)
    table.set("b", for: 0)
    table.set("c", for: .max)
    #expect((table[0], table[.max], table[1]) == ("b", "c", nil))
    #expect(table.count == 2)
  }

  @Test("the flow cache gives back what was kept last, or nothing")
  func flowCache() {
    var cache = FlowCache<Int>()
    func flow(_ number: Int) -> FiveTuple {
      FiveTuple(
        source: UInt32(number), destination: 9, transport: 6, sourcePort: UInt16(number & 0xFFFF), destinationPort: 80)
    }
    for number in 0..<5_000 {
      cache.keep(number, for: flow(number))
      #expect(cache[flow(number)] == number)
    }
    let kept = (0..<5_000).filter { cache[flow($0)] != nil }
    #expect(kept.allSatisfy { cache[flow($0)] == $0 })
    #expect(kept.count > 300)
    cache.clear()
    #expect((0..<5_000).allSatisfy { cache[flow($0)] == nil })
  }
}
