/// A growing array in raw memory on a cache line's boundary: no reference counts, no exclusivity checks, no bounds checks
/// in release builds. The owner deallocates it.
@usableFromInline struct RawArray<Element> {
  @usableFromInline var memory: UnsafeMutablePointer<Element>
  @usableFromInline var count = 0
  private var capacity: Int

  init(capacity: Int) {
    self.capacity = max(1, capacity)
    memory = .allocateLines(self.capacity)
  }

  func deallocate() {
    memory.deinitialize(count: count)
    memory.deallocate()
  }

  /// The element's place, until the next `append`.
  @inlinable func at(_ index: Int) -> UnsafeMutablePointer<Element> {
    assert(index >= 0 && index < count, "index \(index) of \(count)")
    return memory + index
  }

  mutating func append(_ element: Element) {
    if count == capacity {
      capacity *= 2
      let larger = UnsafeMutablePointer<Element>.allocateLines(capacity)
      larger.moveInitialize(from: memory, count: count)
      memory.deallocate()
      memory = larger
    }
    (memory + count).initialize(to: element)
    count += 1
  }
}

extension UnsafeMutablePointer {
  /// Room for so many elements, on a cache line's boundary.
  static func allocateLines(_ count: Int) -> UnsafeMutablePointer<Pointee> {
    let bytes = count * MemoryLayout<Pointee>.stride
    let raw = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: max(64, MemoryLayout<Pointee>.alignment))
    return raw.bindMemory(to: Pointee.self, capacity: count)
  }
}
