extension Figure {
  /// What the data file holds: see docs/formats/results.md.
  public var dataText: String {
    get throws(FigureError) { FigureData(plan: try FigurePlan(self)).text }
  }

  /// What the gnuplot script holds.
  public var scriptText: String {
    get throws(FigureError) { FigureScript(plan: try FigurePlan(self)).text }
  }

  /// Writes NAME.dat and NAME.gnuplot into a directory, made if need be, runs gnuplot there, writes NAME.svg and gives its
  /// text. When gnuplot is missing or fails, data and script are there all the same.
  @discardableResult
  public func write(to directory: String) throws(FigureError) -> String {
    let plan = try FigurePlan(self)
    do throws(FileError) { try Directory.create(directory) } catch { throw .file(error) }
    try write(FigureData(plan: plan).text, as: "dat", in: directory)
    try write(FigureScript(plan: plan).text, as: "gnuplot", in: directory)
    let place = directory.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    let svg = try run(.gnuplot, ["--default-settings", "-e", "cd '\(place)'; load '\(name).gnuplot'"])
    let text = String(decoding: svg, as: UTF8.self)
    try write(text, as: "svg", in: directory)
    return text
  }

  /// Writes NAME.pdf beside NAME.svg, which `write(to:)` made.
  public func writePDF(to directory: String) throws(FigureError) {
    let pdf = try run(.rsvgConvert, ["--format", "pdf", "\(directory)/\(name).svg"])
    do throws(FileError) { try AtomicFile.write(pdf, to: "\(directory)/\(name).pdf") } catch { throw .file(error) }
  }

  private func write(_ text: String, as kind: String, in directory: String) throws(FigureError) {
    do throws(FileError) { try AtomicFile.write(text, to: "\(directory)/\(name).\(kind)") } catch { throw .file(error) }
  }

  private func run(_ tool: Tool, _ arguments: [String]) throws(FigureError) -> [UInt8] {
    do throws(ToolError) { return try tool.run(arguments) } catch { throw .tool(figure: name, error) }
  }
}
