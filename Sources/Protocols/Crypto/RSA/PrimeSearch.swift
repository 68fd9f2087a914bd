import CCrypto

/// Finds primes for RSA in seeded bytes: the same bytes always give the same prime.
///
/// From a random odd start upwards: a sieve by all primes below 2^16 leaves one candidate in 36; those are put to
/// Miller-Rabin with the first eight primes as bases. For random candidates of 1,024 bits and more that errs far less than once
/// in 2^100 (FIPS 186-5, table B.1), and unlike libcrypto's own test it draws no random bases.
enum PrimeSearch {
  /// Odd candidates sieved at a time.
  private static let window = 4096
  private static let bases: [UInt] = [2, 3, 5, 7, 11, 13, 17, 19]

  /// The first prime p at or above the start with its two highest bits set (so that a product of two has twice as many)
  /// and p - 1 coprime to the prime `exponent`.
  static func prime(
    from source: inout SeededBytes, bytes: Int, coprimeTo exponent: UInt64, _ scratch: BigNumber.Scratch
  ) -> BigNumber {
    while true {
      var start = source.next(bytes)
      start[0] |= 0xC0
      start[bytes - 1] |= 1
      for offset in survivors(above: start) {
        let candidate = BigNumber(bytes: start)
        candidate.add(UInt64(offset))
        guard BN_mod_word(candidate.pointer, UInt(exponent)) != 1 else { continue }
        guard isProbablyPrime(candidate, scratch) else { continue }
        return candidate
      }
    }
  }

  /// Offsets from the odd number `start` to the odd numbers of the window that no small prime divides.
  private static func survivors(above start: [UInt8]) -> [Int] {
    let words = stride(from: 0, to: start.count, by: 8).map { at in
      start[at..<at + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    }
    var composite = [Bool](repeating: false, count: window)
    for group in SmallPrimes.groups {
      var rest: UInt64 = 0
      for word in words { rest = group.product.dividingFullWidth((rest, word)).remainder }
      for prime in group.primes {
        // start + 2k is divisible where k = -start / 2 modulo the prime.
        var k = Int((prime - rest % prime) * ((prime + 1) / 2) % prime)
        while k < window {
          composite[k] = true
          k += Int(prime)
        }
      }
    }
    return composite.indices.filter { !composite[$0] }.map { $0 * 2 }
  }

  /// Miller-Rabin (FIPS 186-5, B.3.1) with fixed bases; the number must be odd and above them.
  static func isProbablyPrime(_ number: BigNumber, _ scratch: BigNumber.Scratch = BigNumber.Scratch()) -> Bool {
    let montgomery = BN_MONT_CTX_new()
    defer { BN_MONT_CTX_free(montgomery) }
    requireSuccess(BN_MONT_CTX_set(montgomery, number.pointer, scratch.pointer), "BN_MONT_CTX_set")
    let minusOne = number.minusOne()
    var twos: Int32 = 0
    while BN_is_bit_set(minusOne.pointer, twos) == 0 { twos += 1 }
    let odd = BigNumber()
    requireSuccess(BN_rshift(odd.pointer, minusOne.pointer, twos), "BN_rshift")
    let power = BigNumber()
    return bases.allSatisfy { base in
      let result = BN_mod_exp_mont_word(
        power.pointer, base, odd.pointer, number.pointer, scratch.pointer, montgomery)
      requireSuccess(result, "BN_mod_exp_mont_word")
      if BN_is_one(power.pointer) == 1 || power == minusOne { return true }
      for _ in 1..<max(twos, 1) {
        requireSuccess(BN_mod_sqr(power.pointer, power.pointer, number.pointer, scratch.pointer), "BN_mod_sqr")
        if power == minusOne { return true }
      }
      return false
    }
  }
}
