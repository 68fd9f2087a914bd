import CCrypto
import Testing

@testable import Protocols

@Suite("RSA keys")
struct RSAKeyTests {
  @Test(
    "both factors are primes of half the bits by libcrypto's own test, and the modulus has them all",
    arguments: [(1, 256), (2, 256), (3, 256), (1, 384), (2, 384)])
  func primes(seed: UInt8, bytes: Int) {
    let key = RSAKey(secret: SHA256Hasher.digest([seed]), bytes: bytes)
    for prime in [key.prime1, key.prime2] {
      #expect(BN_check_prime(prime.pointer, nil, nil) == 1)
      #expect(BN_num_bits(prime.pointer) == Int32(bytes * 4))
      #expect(BN_mod_word(prime.pointer, 65_537) != 1)
    }
    #expect(BN_num_bits(key.modulus.pointer) == Int32(bytes * 8))
    #expect(key.prime2 < key.prime1)
  }

  @Test("libcrypto finds the parts of a key consistent", arguments: [256, 384])
  func consistent(bytes: Int) {
    let key = NativeKey(RSAKey(secret: SHA256Hasher.digest([1]), bytes: bytes))
    #expect(key.withContext { EVP_PKEY_check($0) } == 1)
    #expect(key.withContext { EVP_PKEY_pairwise_check($0) } == 1)
  }

  @Test("the prime search passes over strong pseudoprimes to base 2 and keeps primes")
  func smallPrimes() {
    let primes = SmallPrimes.oddPrimes(below: 1000)
    #expect(primes.count == 167)
    #expect(primes.first == 3)
    #expect(primes.last == 997)
    #expect(SmallPrimes.groups.flatMap(\.primes) == SmallPrimes.oddPrimes(below: 1 << 16))
    for group in SmallPrimes.groups {
      #expect(group.primes.reduce(1, *) == group.product)
    }
    // Psi(2) = 2047 fools base 2; 3,215,031,751 fools bases 2, 3, 5 and 7 (Pomerance, Selfridge and Wagstaff 1980).
    #expect(!PrimeSearch.isProbablyPrime(BigNumber(2047)))
    #expect(!PrimeSearch.isProbablyPrime(BigNumber(3_215_031_751)))
    #expect(!PrimeSearch.isProbablyPrime(BigNumber(65_537 * 65_539)))
    #expect(PrimeSearch.isProbablyPrime(BigNumber(65_537)))
    #expect(PrimeSearch.isProbablyPrime(BigNumber(18_446_744_073_709_551_557)))
  }
}
