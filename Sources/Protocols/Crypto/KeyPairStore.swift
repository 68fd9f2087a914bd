import Synchronization

/// Pairs derived by this process, for all its threads: each is derived once, however many simulations ask.
final class KeyPairStore: Sendable {
  static let shared = KeyPairStore()

  /// Holds one pair; its own lock lets other pairs be derived meanwhile.
  private final class Place: Sendable {
    let pair = Mutex<KeyPair?>(nil)
  }

  /// Some 100 MB of RSA pairs. Beyond it the store starts over; a pair in use lives on.
  private let limit = 16_384
  private let places = Mutex<[KeyPair.Seed: Place]>([:])

  func pair(_ seed: KeyPair.Seed) -> KeyPair {
    let place = places.withLock { places in
      if let place = places[seed] { return place }
      if places.count >= limit { places.removeAll() }
      let place = Place()
      places[seed] = place
      return place
    }
    return place.pair.withLock { pair in
      if let pair { return pair }
      let derived = KeyPair(seed)
      pair = derived
      return derived
    }
  }
}
