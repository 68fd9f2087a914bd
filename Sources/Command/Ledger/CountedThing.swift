/// Numbers of things, in words.
enum CountedThing {
  /// `1 key`, `2 keys`.
  static func words(_ number: Int, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }
}
