import Testing

@testable import Scenarios

@Suite("A slab")
struct SlabTests {
  @Test("an element stays at its place; the place that was freed last is given again first")
  func places() {
    var slab = Slab<String>()
    #expect(["a", "b", "c"].map { slab.insert($0) } == [0, 1, 2])
    slab[1] += "!"
    #expect(slab.take(0) == "a")
    #expect(slab.take(1) == "b!")
    #expect(slab.insert("d") == 1 && slab.insert("e") == 0 && slab.insert("f") == 3)
    #expect((0..<4).map { slab[$0] } == ["e", "d", "c", "f"])
  }

  @Test("an element that was taken out is let go of")
  func released() {
    final class Thing {}
    var slab = Slab<Thing>()
    weak var thing: Thing?
    do {
      let strong = Thing()
      thing = strong
      slab.take(slab.insert(strong))
    }
    #expect(thing == nil)
  }
}
