import Testing

@testable import Report

struct ProvenanceTests {
  @Test("keys keep the order in which they were first set")
  func order() {
    var provenance = Provenance()
    provenance["seed"] = "1"
    provenance["version"] = "0.1.0"
    provenance["seed"] = "2"
    #expect(provenance.entries.map(\.key) == ["seed", "version"])
    #expect(provenance["seed"] == "2")
    provenance["seed"] = nil
    #expect(provenance["seed"] == nil)
    #expect(provenance.entries.count == 1)
  }

  @Test("as a comment, every line starts with #")
  func comment() {
    var provenance = Provenance()
    provenance["seed"] = "1"
    provenance["scenario"] = "title: a\ncrb: {}"
    provenance["windows"] = "a\r\nb"
    #expect(provenance.comment == "# seed: 1\n# scenario: title: a\n#   crb: {}\n# windows: a\n#   b\n")
    #expect(JSONWriter.line(provenance.json) == #"{"seed":"1","scenario":"title: a\ncrb: {}","windows":"a\r\nb"}"#)
  }
}
