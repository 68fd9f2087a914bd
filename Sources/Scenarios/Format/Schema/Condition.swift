/// Holds when a key of the same mapping has one of some choices.
struct Condition: Sendable {
  var sibling: String
  var choices: [String]
}
