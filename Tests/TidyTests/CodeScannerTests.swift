import Testing

@Suite("Telling code from comments and strings")
struct CodeScannerTests {
  private func code(_ text: String) -> String {
    var scanner = CodeScanner(text: text)
    return scanner.code()
  }

  @Test("comments are blanked, nested ones too, and lines stay where they are")
  func comments() {
    #expect(code("a // b\nc") == "a     \nc")
    #expect(code("a /* b /* c */ \n d */ e") == "a              \n      e")
  }

  @Test("the inside of strings is blanked")
  func strings() {
    #expect(code(#"f("x", y)"#) == "f(   , y)")
    #expect(code(#"f("a\"b", y)"#) == "f(      , y)")
    #expect(code("f(#\"a\"b\"#, y)") == "f(       , y)")
    #expect(code("\"\"\"\n x \"y\" // z\n\"\"\" + q") == "   \n           \n    + q")
    #expect(code(#""// no comment" + x"#) == "                + x")
  }
}
