import Testing

@testable import Report

@Suite("Text from outside")
struct PlainTextTests {
  @Test("letters, digits and signs of any language stay")
  func plain() {
    for text in ["", "vnf-1 (a/b): 7 %", "caf\u{e9}", "\u{65e5}\u{672c}", "\u{3b1}\u{2264}\u{20ac}"] {
      #expect(PlainText.of(text) == text)
    }
  }

  @Test("nothing that a terminal obeys comes through")
  func controls() {
    #expect(PlainText.of("a\u{1b}[31mb") == "a\\u{1b}[31mb")
    #expect(PlainText.of("a\nb\r\tc\u{7}\u{0}") == "a\\u{a}b\\u{d}\\u{9}c\\u{7}\\u{0}")
    #expect(PlainText.of("\u{9b}31m\u{7f}") == "\\u{9b}31m\\u{7f}")
    #expect(PlainText.of("\u{202e}evil\u{2028}\u{200b}\u{feff}") == "\\u{202e}evil\\u{2028}\\u{200b}\\u{feff}")
    #expect(PlainText.of("e\u{301}\u{a0}") == "e\\u{301}\\u{a0}")
    #expect(PlainText.of("\u{e000}\u{10ffff}") == "\\u{e000}\\u{10ffff}")
    #expect(PlainText.of(#"\u{1b}"#) == #"\\u{1b}"#)
  }

  @Test("long text is cut, and says how long it was")
  func long() {
    #expect(PlainText.of("abcdef", limit: 6) == "abcdef")
    #expect(PlainText.of("abcdefg", limit: 6) == "abcdef.. (7 characters)")
  }
}
