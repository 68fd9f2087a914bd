/// The odd primes below 2^16, in groups whose product fits a word, so that one long division serves a whole group.
struct SmallPrimes {
  var product: UInt64
  var primes: [UInt64]

  static let groups: [SmallPrimes] = {
    var groups: [SmallPrimes] = []
    var group = SmallPrimes(product: 1, primes: [])
    for prime in oddPrimes(below: 1 << 16) {
      let (product, overflow) = group.product.multipliedReportingOverflow(by: prime)
      if overflow {
        groups.append(group)
        group = SmallPrimes(product: prime, primes: [prime])
      } else {
        group.product = product
        group.primes.append(prime)
      }
    }
    return groups + [group]
  }()

  /// The sieve of Eratosthenes.
  static func oddPrimes(below limit: Int) -> [UInt64] {
    var composite = [Bool](repeating: false, count: limit)
    var primes: [UInt64] = []
    for number in stride(from: 3, to: limit, by: 2) where !composite[number] {
      primes.append(UInt64(number))
      for multiple in stride(from: number * number, to: limit, by: 2 * number) { composite[multiple] = true }
    }
    return primes
  }
}
