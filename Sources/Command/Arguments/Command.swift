/// One command of the program: its properties declare what it accepts, with `@Argument`, `@Option` and `@Flag`.
protocol Command {
  static var name: String { get }
  /// One line for the list of commands.
  static var abstract: String { get }
  /// Paragraphs under the abstract in the help; may be empty.
  static var discussion: String { get }
  static var subcommands: [any Command.Type] { get }
  /// For the program itself, not for people: left out of the list of commands.
  static var isHidden: Bool { get }

  init()
  /// Does the work. Called on commands without subcommands, once all arguments are in place.
  func run() throws -> ExitStatus
}

extension Command {
  static var discussion: String { "" }
  static var subcommands: [any Command.Type] { [] }
  static var isHidden: Bool { false }
}

/// A command that only groups others.
protocol CommandGroup: Command {}

extension CommandGroup {
  func run() throws -> ExitStatus { preconditionFailure("'\(Self.name)' has no work of its own") }
}
