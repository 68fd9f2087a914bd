extension PacketBuffer {
  /// Makes room between the first `offset` bytes and the rest, by moving the first. What the new bytes hold is undefined.
  public func insert(_ length: Int, at offset: Int) {
    precondition(offset >= 0 && offset <= count, "byte \(offset) of \(count)")
    prepend(length)
    withUnsafeMutableBytes { bytes in
      let start = bytes.baseAddress!
      start.copyMemory(from: start + length, byteCount: offset)
    }
  }

  /// Takes bytes out behind the first `offset`, by moving the first.
  public func remove(_ length: Int, at offset: Int) {
    precondition(offset >= 0 && length >= 0 && offset + length <= count, "bytes \(offset) + \(length) of \(count)")
    withUnsafeMutableBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      (start + length).copyMemory(from: start, byteCount: offset)
    }
    removeFirst(length)
  }

  /// Cuts the packet to its first bytes.
  public func truncate(to length: Int) { removeLast(count - length) }
}
