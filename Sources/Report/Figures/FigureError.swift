/// Why a figure was not drawn, as one line for a person.
public enum FigureError: Error, Equatable, Sendable, CustomStringConvertible {
  case file(FileError)
  /// The data file and the script are written; the program to draw them is not there or failed.
  case tool(figure: String, ToolError)
  /// There is no point that this scale can show.
  case empty(figure: String)

  public var description: String {
    switch self {
    case .file(let error): error.description
    case .tool(let figure, let error): "figure \(figure): \(error)"
    case .empty(let figure): "figure \(figure): no value to show"
    }
  }
}
