/// The help of one command, in the layout that users of swift-argument-parser know, wrapped at 80 columns.
struct HelpText {
  /// How the command is called: `chainbed bench kernel`.
  var path: String
  var command: any Command.Type

  private static let width = 80
  private static let labelWidth = 26

  var description: String {
    let type = command
    let parameters = NamedParameter.all(of: type.init())
    var sections = [Self.wrap("OVERVIEW: " + type.abstract)]
    if !type.discussion.isEmpty {
      sections.append(
        type.discussion.split(separator: "\n", omittingEmptySubsequences: false)
          .map { Self.wrap(String($0)) }.joined(separator: "\n"))
    }
    sections.append(usage(label: "USAGE"))
    let arguments = parameters.filter { $0.definition.kind == .argument }
    if !arguments.isEmpty { sections.append(Self.table("ARGUMENTS", arguments.map(Self.row))) }
    var options = parameters.filter { $0.definition.kind != .argument }.map(Self.row)
    if path == type.name { options.append(("--version", "Show the version.")) }
    options.append(("-h, --help", "Show help information."))
    sections.append(Self.table("OPTIONS", options))
    if !type.subcommands.isEmpty {
      let shown = type.subcommands.filter { !$0.isHidden }
      sections.append(Self.table("SUBCOMMANDS", shown.map { ($0.name, $0.abstract) }))
      let root = path.prefix { $0 != " " }
      let rest = path.dropFirst(root.count)
      sections.append("  See '\(root) help\(rest) <subcommand>' for detailed help.")
    }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// The usage of the command, on as many lines as it needs.
  func usage(label: String) -> String {
    let parameters = NamedParameter.all(of: command.init())
    let words = command.subcommands.isEmpty ? parameters.map(\.usage) : ["<subcommand>"]
    let start = "\(label): \(path)"
    return Self.wrap([start] + words, indent: label.count + 2)
  }

  private static func row(_ parameter: NamedParameter) -> (String, String) {
    let definition = parameter.definition
    var remarks: [String] = []
    if !definition.allowed.isEmpty { remarks.append("values: " + definition.allowed.joined(separator: ", ")) }
    if let text = definition.defaultText { remarks.append("default: " + text) }
    let remark = remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))"
    return (parameter.synopsis, definition.help + remark)
  }

  private static func table(_ title: String, _ rows: [(String, String)]) -> String {
    let indent = String(repeating: " ", count: labelWidth)
    let lines = rows.map { label, text in
      let body = wrap(indent + text, indent: labelWidth)
      let start = "  " + label
      return start.count < labelWidth
        ? start + body.dropFirst(start.count)
        : start + "\n" + body
    }
    return ([title + ":"] + lines).joined(separator: "\n")
  }

  private static func wrap(_ text: String, indent: Int = 0) -> String {
    let lead = String(text.prefix { $0 == " " })
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first else { return "" }
    return wrap([lead + first] + words.dropFirst(), indent: indent)
  }

  /// Joins words into lines; a word with spaces in it is never broken.
  private static func wrap(_ words: [String], indent: Int) -> String {
    var lines = [words[0]]
    for word in words.dropFirst() {
      if lines[lines.count - 1].count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(repeating: " ", count: indent) + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}
