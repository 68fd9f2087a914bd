import Scenarios

/// Reads a command line against the tree of commands below a root.
struct ArgumentParser {
  /// What a command line asks for.
  enum Request {
    case run(any Command)
    /// Print the text and end well: help or version.
    case print(String)
  }

  var root: any Command.Type
  /// Asked only when it is to be printed.
  var version: () -> String

  /// What the words after the program's name ask for. Throws a `UsageError` that names what is wrong.
  func parse(_ words: [String]) throws(UsageError) -> Request {
    if words.first == "help" {
      let (help, rest) = try find(words.dropFirst())
      guard let word = rest.first else { return .print(help.description) }
      throw UsageError(message: "Unexpected argument '\(word)'", help: help)
    }
    let (help, rest) = try find(words[...])
    let beforeTerminator = rest.prefix { $0 != "--" }
    if beforeTerminator.contains("--help") || beforeTerminator.contains("-h") { return .print(help.description) }
    if help.path == root.name, rest.first == "--version" { return .print(version() + "\n") }
    guard help.command.subcommands.isEmpty else {
      if let word = rest.first { throw UsageError(message: "Unknown option '\(word)'", help: help) }
      return .print(help.description)
    }
    let command = help.command.init()
    try fill(NamedParameter.all(of: command), from: rest, help: help)
    return .run(command)
  }

  /// Follows the names of commands down the tree; gives the command they lead to and the words after them.
  private func find(_ words: ArraySlice<String>) throws(UsageError) -> (help: HelpText, rest: ArraySlice<String>) {
    var help = HelpText(path: root.name, command: root)
    var rest = words
    while let word = rest.first, !word.hasPrefix("-"), !help.command.subcommands.isEmpty {
      guard let next = help.command.subcommands.first(where: { $0.name == word }) else {
        let hint = hint(for: word, among: help.command.subcommands.filter { !$0.isHidden }.map { $0.name })
        throw UsageError(message: "Unknown command '\(word)'\(hint)", help: help)
      }
      help = HelpText(path: help.path + " " + word, command: next)
      rest = rest.dropFirst()
    }
    return (help, rest)
  }

  private func fill(
    _ parameters: [NamedParameter], from words: ArraySlice<String>, help: HelpText
  ) throws(UsageError) {
    let options = parameters.filter { $0.definition.kind != .argument }
    var places = parameters.filter { $0.definition.kind == .argument }[...]
    var rest = words
    var onlyArguments = false
    while let word = rest.popFirst() {
      if word == "--", !onlyArguments {
        onlyArguments = true
      } else if word.hasPrefix("-"), word.count > 1, !onlyArguments {
        try take(option: word, of: options, rest: &rest, help: help)
      } else {
        guard let place = places.first else {
          throw UsageError(message: "Unexpected argument '\(word)'", help: help)
        }
        try give(word, to: place, help: help)
        if !place.definition.isRepeated { places = places.dropFirst() }
      }
    }
    for parameter in parameters where !parameter.parameter.isSatisfied {
      throw UsageError(message: "Missing expected argument '\(parameter.synopsis)'", help: help)
    }
  }

  private func take(
    option word: String, of options: [NamedParameter], rest: inout ArraySlice<String>, help: HelpText
  ) throws(UsageError) {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = options.first(where: { "--" + $0.name == parts[0] }) else {
      let hint = hint(for: parts[0], among: options.map { "--" + $0.name } + ["--help"])
      throw UsageError(message: "Unknown option '\(parts[0])'\(hint)", help: help)
    }
    if option.definition.kind == .flag {
      guard parts.count == 1 else {
        throw UsageError(message: "The flag '\(parts[0])' takes no value", help: help)
      }
      _ = option.parameter.take("")
    } else if parts.count == 2 {
      try give(parts[1], to: option, help: help)
    } else {
      guard let next = rest.first, !next.hasPrefix("-") || Double(next) != nil else {
        throw UsageError(message: "Missing value for '\(option.synopsis)'", help: help)
      }
      rest = rest.dropFirst()
      try give(next, to: option, help: help)
    }
  }

  private func give(_ text: String, to parameter: NamedParameter, help: HelpText) throws(UsageError) {
    guard !parameter.parameter.take(text) else { return }
    let allowed = parameter.definition.allowed
    let expected = allowed.isEmpty ? parameter.definition.expected : "one of " + allowed.joined(separator: ", ")
    let hint = expected.map { ": use \($0)" } ?? ""
    throw UsageError(message: "The value '\(text)' is invalid for '\(parameter.synopsis)'\(hint)", help: help)
  }

  private func hint(for word: String, among known: [String]) -> String {
    Suggestion.nearest(to: word, among: known).map { ". Did you mean '\($0)'?" } ?? ""
  }
}
