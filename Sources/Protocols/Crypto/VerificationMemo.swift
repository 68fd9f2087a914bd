/// The verdicts of earlier verifications of one simulation, by key, digest and signature, every byte compared.
///
/// A broadcast signature is checked by every receiver with the same verdict; the arithmetic need be done only once.
/// Open addressing over records in one block of raw memory: a lookup allocates nothing.
final class VerificationMemo {
  private let signatureLength: Int
  private let stride: Int
  private let recordLimit: Int
  private var capacity: Int
  private var count = 0
  /// A record: key fingerprint, digest, signature, verdict.
  private var records: UnsafeMutableRawPointer
  /// Twice as many slots as records: upper half of the hash, then the record's number plus one; 0 is free.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask: Int { capacity * 2 - 1 }

  /// - Parameter recordLimit: records kept before the memo starts over; a power of two.
  init(signatureLength: Int, recordLimit: Int = 1 << 17) {
    precondition(signatureLength >= 16 && signatureLength % 8 == 0, "signature length \(signatureLength)")
    precondition(recordLimit > 0 && recordLimit & (recordLimit - 1) == 0, "record limit \(recordLimit)")
    self.signatureLength = signatureLength
    self.recordLimit = recordLimit
    capacity = min(1 << 10, recordLimit)
    stride = 64 + signatureLength + 8
    records = .allocate(byteCount: capacity * stride, alignment: 8)
    slots = .allocate(capacity: capacity * 2)
    slots.initialize(repeating: 0, count: capacity * 2)
  }

  deinit {
    records.deallocate()
    slots.deallocate()
  }

  /// The verdict if it is known, or else what `verify` finds, which is then kept.
  func verdict(
    of signature: UnsafeRawBufferPointer, digest: Digest, key: Digest, verify: () -> Bool
  ) -> Bool {
    let bytes = signature.baseAddress!
    let hash = VerificationMemo.hash(bytes, digest, key)
    var position = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[position] != 0 {
      if slots[position] >> 32 == hash >> 32 {
        let record = records + Int(slots[position] & 0xFFFF_FFFF &- 1) &* stride
        if matches(record, bytes, digest, key) { return record.load(fromByteOffset: stride - 8, as: UInt64.self) == 1 }
      }
      position = (position + 1) & mask
    }
    let verdict = verify()
    keep(verdict, bytes, digest, key, hash, at: position)
    return verdict
  }

  /// Mixes 16 signature bytes with a word of the digest and of the key.
  private static func hash(_ signature: UnsafeRawPointer, _ digest: Digest, _ key: Digest) -> UInt64 {
    let first = signature.loadUnaligned(as: UInt64.self)
    let second = signature.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let product = (first ^ digest.w0).multipliedFullWidth(by: (second ^ key.w0) | 1)
    return (product.high ^ product.low) &* 0x9E37_79B9_7F4A_7C15
  }

  private func matches(
    _ record: UnsafeMutableRawPointer, _ signature: UnsafeRawPointer, _ digest: Digest, _ key: Digest
  ) -> Bool {
    guard record.load(as: Digest.self) == key else { return false }
    guard record.load(fromByteOffset: 32, as: Digest.self) == digest else { return false }
    var difference: UInt64 = 0
    var offset = 0
    while offset < signatureLength {
      let word = signature.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      difference |= word ^ record.load(fromByteOffset: 64 + offset, as: UInt64.self)
      offset += 8
    }
    return difference == 0
  }

  private func keep(
    _ verdict: Bool, _ signature: UnsafeRawPointer, _ digest: Digest, _ key: Digest, _ hash: UInt64, at position: Int
  ) {
    var position = position
    if count == capacity {
      makeRoom()
      position = freePosition(for: hash)
    }
    let record = records + count * stride
    record.storeBytes(of: key, as: Digest.self)
    record.storeBytes(of: digest, toByteOffset: 32, as: Digest.self)
    (record + 64).copyMemory(from: signature, byteCount: signatureLength)
    record.storeBytes(of: verdict ? 1 : 0, toByteOffset: stride - 8, as: UInt64.self)
    count += 1
    slots[position] = (hash & ~0xFFFF_FFFF) | UInt64(count)
  }

  /// Doubles the memo, or starts it over at the limit.
  private func makeRoom() {
    if capacity >= recordLimit {
      count = 0
      slots.update(repeating: 0, count: capacity * 2)
      return
    }
    let (oldSlots, oldSlotCount, oldRecords) = (slots, capacity * 2, records)
    capacity *= 2
    records = .allocate(byteCount: capacity * stride, alignment: 8)
    records.copyMemory(from: oldRecords, byteCount: count * stride)
    slots = .allocate(capacity: capacity * 2)
    slots.initialize(repeating: 0, count: capacity * 2)
    for slot in UnsafeBufferPointer(start: oldSlots, count: oldSlotCount) where slot != 0 {
      slots[freePosition(for: slot)] = slot
    }
    oldSlots.deallocate()
    oldRecords.deallocate()
  }

  private func freePosition(for hash: UInt64) -> Int {
    var position = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[position] != 0 { position = (position + 1) & mask }
    return position
  }
}
