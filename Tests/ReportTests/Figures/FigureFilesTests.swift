import TestSupport
import Testing

@testable import Report

struct FigureFilesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The texts that an XML parser finds in an SVG file, a line each.
  private func texts(of file: String) throws -> [String] {
    let script =
      "import sys, xml.etree.ElementTree as e\n"
      + "for t in e.parse(sys.argv[1]).iter('{http://www.w3.org/2000/svg}text'): print(''.join(t.itertext()).strip())"
    let result = try Program(path: "/usr/bin/python3").run("-c", script, directory.path(file))
    try #require(result.status == 0, "\(result.errors)")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test("gnuplot draws every kind of figure as well-formed SVG with its texts")
  func draws() throws {
    for figure in [SampleFigures.writeRate, SampleFigures.delayBars, SampleFigures.dataByPhase] {
      let svg = try figure.write(to: directory.path)
      #expect(try directory.read("\(figure.name).svg") == svg)
      let shown = try texts(of: "\(figure.name).svg")
      for series in figure.series { #expect(shown.contains(series.name), "\(figure.name): \(shown)") }
      if !figure.title.isEmpty { #expect(shown.contains(figure.title), "\(figure.name): \(shown)") }
    }
    #expect(directory.files().count == 9)
    #expect(try texts(of: "write-rate.svg").contains("100 kB"))
  }

  @Test("drawing twice gives the same bytes")
  func deterministic() throws {
    #expect(try SampleFigures.writeRate.write(to: directory.path) == SampleFigures.writeRate.write(to: directory.path))
  }

  @Test("texts that mean something to gnuplot or XML show as they are, and run nothing")
  func hostileTexts() throws {
    var figure = SampleFigures.writeRate
    figure.title = "a_b^{c} & `touch pwned` it's {/:Bold x} \\n @d ~e <f>"
    figure.x.label = "x's `touch pwned` $1 \"q\""
    figure.series[0].name = "s_1 <&> 'q' `touch pwned`"
    figure.references = [.init(y: 100, label: "r_1 `touch pwned` 'x'\nsecond line")]
    try figure.write(to: directory.path)
    let shown = try texts(of: "write-rate.svg")
    #expect(shown.contains(figure.title), "\(shown)")
    #expect(shown.contains(figure.x.label), "\(shown)")
    #expect(shown.contains(figure.series[0].name), "\(shown)")
    #expect(shown.contains("r_1 `touch pwned` 'x' second line"), "\(shown)")
    #expect(directory.files() == ["write-rate.dat", "write-rate.gnuplot", "write-rate.svg"])
  }

  @Test("a directory with quotes and spaces in its name is fine")
  func oddDirectory() throws {
    let odd = directory.path("it's a `place` $HOME")
    try SampleFigures.delayBars.write(to: odd)
    #expect(directory.files().count == 3)
  }

  @Test("a PDF is made on demand")
  func pdf() throws {
    try SampleFigures.writeRate.write(to: directory.path)
    try SampleFigures.writeRate.writePDF(to: directory.path)
    let head = try Program(path: "/usr/bin/head").run("-c", "5", directory.path("write-rate.pdf"))
    #expect(head.output == "%PDF-")
  }

  @Test("an unwritable directory is one clear line")
  func unwritable() throws {
    let path = try directory.write("a file", to: "taken")
    let error = #expect(throws: FigureError.self) { try SampleFigures.writeRate.write(to: path) }
    #expect(error?.description == "\(path): cannot create: Not a directory")
  }
}
