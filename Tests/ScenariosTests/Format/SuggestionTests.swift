import Testing

@testable import Scenarios

@Suite("Did you mean")
struct SuggestionTests {
  @Test(
    "one slip in a word is found",
    arguments: [
      ("jiter", "jitter"), ("jitetr", "jitter"), ("jittter", "jitter"), ("Jitter", "jitter"), ("jitter", "jitter"),
    ])
  func findsSlips(word: String, meant: String) {
    #expect(Suggestion.nearest(to: word, among: ["latency", "jitter", "loss"]) == meant)
  }

  @Test("another word altogether is not guessed at")
  func doesNotGuess() {
    #expect(Suggestion.nearest(to: "colour", among: ["latency", "jitter", "loss"]) == nil)
    #expect(Suggestion.nearest(to: "", among: ["latency"]) == nil)
  }

  @Test("the first of equally near words is taken")
  func takesTheFirst() { #expect(Suggestion.nearest(to: "bat", among: ["cat", "hat"]) == "cat") }
}
