import Testing

@testable import chainbed

@Suite("Suggestions for misspelt words")
struct SpellingTests {
  @Test("the distance counts insertions, deletions, replacements and swapped neighbours")
  func distance() {
    #expect(Spelling.distance("seed", "seed") == 0)
    #expect(Spelling.distance("sed", "seed") == 1)
    #expect(Spelling.distance("seed", "sede") == 1)
    #expect(Spelling.distance("", "seed") == 4)
    #expect(Spelling.distance("seed", "") == 4)
    #expect(Spelling.distance("kitten", "sitting") == 3)
  }

  @Test("the nearest word is suggested, and a far one is not")
  func suggestion() {
    #expect(Spelling.suggestion(for: "--sed", among: ["--set", "--seeds", "--out"]) == ". Did you mean '--set'?")
    #expect(Spelling.suggestion(for: "--twcie", among: ["--twice", "--out"]) == ". Did you mean '--twice'?")
    #expect(Spelling.suggestion(for: "x", among: ["--twice"]) == "")
    #expect(Spelling.suggestion(for: "x", among: []) == "")
  }
}
