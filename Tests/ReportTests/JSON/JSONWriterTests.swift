import TestSupport
import Testing

@testable import Report

struct JSONWriterTests {
  private let value: JSONValue = [
    "name": "hold \"1\"", "events_per_second": 1.5e7, "n": -3, "small": 1e-7, "ok": true, "none": nil,
    "list": [1, 2.5, "x"], "empty": [], "object": [:],
  ]

  @Test("a line has no spaces and keeps the order of members")
  func line() {
    #expect(
      JSONWriter.line(value)
        == #"{"name":"hold \"1\"","events_per_second":15000000.0,"n":-3,"small":1e-07,"ok":true,"none":null,"#
        + #""list":[1,2.5,"x"],"empty":[],"object":{}}"#)
  }

  @Test("indented text has two spaces a level")
  func text() {
    #expect(
      JSONWriter.text(["a": [1, ["b": 2]], "c": []]) == """
        {
          "a": [
            1,
            {
              "b": 2
            }
          ],
          "c": []
        }

        """)
  }

  @Test("infinite values and what is not a number become null")
  func notFinite() {
    #expect(JSONWriter.line([.real(.nan), .real(.infinity), .real(-.infinity)]) == "[null,null,null]")
  }

  @Test("integers beyond 64 bits become reals")
  func greatIntegers() {
    #expect(JSONWriter.line(JSONValue(UInt64.max)) == "1.8446744073709552e+19")
    #expect(JSONWriter.line(JSONValue(UInt64(7))) == "7")
  }

  @Test("Python's json module reads back every character")
  func readBack() throws {
    let text = String(String.UnicodeScalarView((0...0x2FF).compactMap(Unicode.Scalar.init))) + "\u{2028}\u{2029}🂡\\\"/"
    let directory = try TemporaryDirectory()
    try AtomicFile.write(JSONWriter.line(.string(text)), to: directory.path("text.json"))
    let script = "import json, sys; print([ord(c) for c in json.load(open(sys.argv[1], encoding='utf-8'))])"
    let result = try Program(path: "/usr/bin/python3").run("-c", script, directory.path("text.json"))
    #expect(result.output == "[\(text.unicodeScalars.map { String($0.value) }.joined(separator: ", "))]\n")
  }
}
