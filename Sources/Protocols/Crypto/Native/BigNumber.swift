import CCrypto

/// A natural number of any size, by libcrypto.
final class BigNumber {
  let pointer: OpaquePointer

  init(_ word: UInt64 = 0) {
    pointer = BN_new()
    BN_set_word(pointer, UInt(word))
  }

  /// The number that the bytes write, the first byte most significant.
  init(bytes: [UInt8]) { pointer = BN_bin2bn(bytes, Int32(bytes.count), nil) }

  deinit { BN_clear_free(pointer) }

  /// This number, changed in place by adding a word.
  func add(_ word: UInt64) { requireSuccess(BN_add_word(pointer, UInt(word)), "BN_add_word") }

  func minusOne() -> BigNumber {
    let result = BigNumber()
    requireSuccess(BN_sub(result.pointer, pointer, BN_value_one()), "BN_sub")
    return result
  }

  func multiplied(by other: BigNumber, _ scratch: Scratch) -> BigNumber {
    let result = BigNumber()
    requireSuccess(BN_mul(result.pointer, pointer, other.pointer, scratch.pointer), "BN_mul")
    return result
  }

  func modulo(_ divisor: BigNumber, _ scratch: Scratch) -> BigNumber {
    let result = BigNumber()
    requireSuccess(BN_div(nil, result.pointer, pointer, divisor.pointer, scratch.pointer), "BN_div")
    return result
  }

  /// The inverse modulo `modulus`, which must be coprime.
  func inverse(modulo modulus: BigNumber, _ scratch: Scratch) -> BigNumber {
    let result = BigNumber()
    let inverse = BN_mod_inverse(result.pointer, pointer, modulus.pointer, scratch.pointer)
    precondition(inverse != nil, "numbers with a common divisor have no inverse")
    return result
  }

  var isZero: Bool { BN_is_zero(pointer) == 1 }

  /// The number in so many bytes, the first one most significant; it must fit.
  func bytes(count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      requireSuccess(BN_bn2binpad(pointer, buffer.baseAddress, Int32(count)), "BN_bn2binpad")
      initialized = count
    }
  }

  static func < (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.pointer, b.pointer) < 0 }
  static func == (a: BigNumber, b: BigNumber) -> Bool { BN_cmp(a.pointer, b.pointer) == 0 }

  /// Temporaries that operations reuse (`BN_CTX`).
  final class Scratch {
    let pointer: OpaquePointer = BN_CTX_new()
    deinit { BN_CTX_free(pointer) }
  }
}
