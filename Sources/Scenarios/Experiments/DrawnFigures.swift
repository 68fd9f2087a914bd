import Report

/// The figures of a directory of results.
struct DrawnFigures {
  private(set) var drawings: [HTMLReport.Drawing] = []
  /// Why some could not be drawn.
  private(set) var problems: [FigureError] = []

  /// Draws them into `figures/`.
  init(_ figures: [Figure], in directory: String, _ provenance: Provenance, alsoPDF: Bool) {
    for var figure in figures {
      figure.provenance = provenance
      do {
        drawings.append(.init(figure, svg: try figure.write(to: "\(directory)/figures")))
      } catch {
        problems.append(error)
        drawings.append(.init(figure, problem: error))
        continue
      }
      guard alsoPDF else { continue }
      do { try figure.writePDF(to: "\(directory)/figures") } catch { problems.append(error) }
    }
  }
}
