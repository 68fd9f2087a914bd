import Testing
import Vocabulary

@testable import SimKernel

@Suite("The page cache")
struct PageCacheTests {
  @Test("does what a list in order of use does")
  func model() {
    var cache = PageCache(capacity: 12)
    var model: [[Int]] = []
    var stream = RandomStream(seed: 8)
    for _ in 0..<5_000 {
      let page = [Int(stream.below(3)), Int(stream.below(9))]
      let isIn = cache.touch(file: page[0], sector: page[1])
      #expect(isIn == model.contains(page))
      model.removeAll { $0 == page }
      if !isIn {
        let evicted = cache.insert(file: page[0], sector: page[1])
        #expect(evicted.map { [$0.file, $0.sector] } == (model.count == 12 ? model.removeFirst() : nil))
      }
      model.append(page)
      #expect(cache.count == model.count)
    }
    cache.removeAll()
    #expect(cache.count == 0)
  }

  @Test("of no capacity gives each sector back")
  func none() {
    var cache = PageCache(capacity: 0)
    let evicted = cache.insert(file: 1, sector: 2)
    #expect(evicted.map { [$0.file, $0.sector] } == [1, 2])
    let isIn = cache.touch(file: 1, sector: 2)
    #expect(!isIn)
  }
}
