extension Effects {
  /// Drops a message to an element that takes only packets; other inputs mean nothing to it.
  mutating func refuse(_ input: Input) {
    switch input {
    case .message: drop(because: .unknownKind)
    case .packet, .started, .timer, .synced, .read: break
    }
  }
}
