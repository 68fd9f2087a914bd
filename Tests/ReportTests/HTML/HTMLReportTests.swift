import TestSupport
import Testing

@testable import Report

struct HTMLReportTests {
  private let hostile = "<script>alert(\"1\")</script> & 'x' \u{1}"

  private var report: HTMLReport {
    var report = HTMLReport(title: hostile)
    report.question = hostile
    report.findings = [.init(hostile, holds: true), .init("invariant <b>", holds: false)]
    report.comparison = ComparisonTableTests.table
    report.comparison.rows[0].what = hostile
    report.summary = MeasurementsTests.sample.summary
    report.parameters = [.init("crb.modules", hostile)]
    report.profileName = hostile
    report.profile = [.init(name: "sign", value: "1.9 ms", origin: hostile)]
    report.provenance["scenario"] = "title: a\ncrb: <b>"
    report.provenance[hostile] = hostile
    return report
  }

  /// What an HTML parser sees: its complaints about the nesting, then tags and texts.
  private func parsed(_ html: String) throws -> (problems: String, tags: [String], texts: [String]) {
    let directory = try TemporaryDirectory()
    try AtomicFile.write(html, to: directory.path("page.html"))
    let script = """
      import sys, html.parser
      class P(html.parser.HTMLParser):
          def __init__(self): super().__init__(); self.open = []; self.bad = ''; self.tags = []; self.texts = []; self.ids = set()
          def handle_starttag(self, tag, attrs):
              self.tags.append(tag)
              if tag != 'meta': self.open.append(tag)
              self.identify(attrs)
          def handle_startendtag(self, tag, attrs): self.tags.append(tag); self.identify(attrs)
          def identify(self, attrs):
              for k, v in attrs:
                  if k == 'id':
                      if v in self.ids: self.bad += 'twice ' + v + ';'
                      self.ids.add(v)
                  if k in ('src', 'href') or (k == 'xlink:href' and not v.startswith('#')): self.bad += 'loads ' + v + ';'
          def handle_endtag(self, tag):
              if not self.open or self.open.pop() != tag: self.bad += 'ends ' + tag + ';'
          def handle_data(self, data):
              if data.strip(): self.texts.append(data.strip().replace('\\n', '~'))
      p = P(); p.feed(open(sys.argv[1], encoding='utf-8').read()); p.close()
      print(p.bad + ''.join(p.open)); print(' '.join(p.tags)); print('\\n'.join(p.texts))
      """
    let result = try Program(path: "/usr/bin/python3").run("-c", script, directory.path("page.html"))
    try #require(result.status == 0, "\(result.errors)")
    let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return (lines[0], lines[1].split(separator: " ").map(String.init), lines[2...].filter { !$0.isEmpty })
  }

  @Test("every text is escaped, wherever it stands")
  func escaping() throws {
    let (problems, tags, texts) = try parsed(report.text)
    #expect(problems == "")
    #expect(!tags.contains("script"))
    let shown = "<script>alert(\"1\")</script> & 'x' \u{FFFD}"
    // Title twice, question, comparison, parameter, origin, provenance's key and value.
    #expect(texts.count { $0 == shown } == 8)
    #expect(texts.contains("Cost profile \(shown)"))
    #expect(texts.contains("title: a~crb: <b>"))
    #expect(texts.contains("invariant <b>"))
  }

  @Test("the verdicts count what holds and name what does not")
  func verdicts() throws {
    let texts = try parsed(report.text).texts
    #expect(texts.contains("1 of 2 published results that were predicted hold; these do not:"))
    #expect(texts.contains("1 of 1 published results that follow from inputs, calibration or design hold."))
    #expect(texts.contains("1 of 2 expectations hold; these do not:"))
    var good = HTMLReport(title: "t")
    good.findings = [.init("a", holds: true)]
    #expect(try parsed(good.text).texts.contains("1 of 1 expectations hold."))
  }

  @Test("violations and notes stand by themselves and count as no expectations")
  func remarks() throws {
    var report = HTMLReport(title: "t")
    report.findings = [.init("a", holds: true)]
    report.violations = ["agreement at 3 s: <two> blocks"]
    report.notes = ["fault budget: 1 of 1"]
    let (problems, _, texts) = try parsed(report.text)
    #expect(problems == "")
    let shown = ["1 of 1 expectations hold.", "Violated:", report.violations[0], "Notes:", report.notes[0]]
    #expect(texts.filter(shown.contains) == shown)
    report.violations = []
    report.notes = []
    #expect(try !parsed(report.text).texts.contains { $0 == "Violated:" || $0 == "Notes:" })
  }

  @Test("parts without content are left out")
  func empty() throws {
    let (problems, tags, texts) = try parsed(HTMLReport(title: "Nothing yet").text)
    #expect(problems == "")
    #expect(!tags.contains("section"))
    #expect(texts.last == "Nothing yet")
  }

  @Test("pictures stand in the page with identifiers of their own and load nothing")
  func pictures() throws {
    let directory = try TemporaryDirectory()
    var report = report
    for figure in [SampleFigures.writeRate, SampleFigures.delayBars, SampleFigures.dataByPhase] {
      report.drawings.append(.init(figure, svg: try figure.write(to: directory.path)))
    }
    report.drawings.append(
      .init(SampleFigures.writeRate, problem: .tool(figure: "a<b", .missing(tool: "gnuplot", package: "gnuplot-nox"))))
    let (problems, tags, texts) = try parsed(report.text)
    #expect(problems == "")
    #expect(tags.count { $0 == "svg" } == 3)
    #expect(tags.count { $0 == "figure" } == 4)
    #expect(texts.contains("No picture. figure a<b: gnuplot: not found; install the package gnuplot-nox"))
    #expect(texts.contains("Saturating load; bars are 95 % confidence intervals."))
  }

  @Test("an inlined picture keeps its proportions and refers to its own parts")
  func inlineSVG() {
    let svg =
      "<?xml version=\"1.0\"?>\n<svg width=\"64\" height='42' viewBox=\"0 0 64 42\" xmlns=\"u\">"
      + "<g id=\"a\"/><use xlink:href='#a'/><rect clip-path=\"url(#a)\" id='b'/></svg>"
    #expect(
      InlineSVG.text(svg, identifier: "figure 1", description: "x & y")
        == "<svg role=\"img\" aria-label=\"x &amp; y\" viewBox=\"0 0 64 42\" xmlns=\"u\">"
        + "<g id=\"figure_1-a\"/><use xlink:href='#figure_1-a'/><rect clip-path=\"url(#figure_1-a)\" id='figure_1-b'/></svg>"
    )
    #expect(InlineSVG.text("no picture", identifier: "f", description: "") == "")
  }
}
