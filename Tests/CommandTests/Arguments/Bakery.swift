@testable import chainbed

/// A command tree with every kind of parameter, for the tests of the parser.
struct Bakery: CommandGroup {
  static let name = "bakery"
  static let abstract = "Bakes and sells bread, with an abstract that is long enough to need a second line of help."
  static var subcommands: [any Command.Type] { [Bake.self, Sell.self] }
}

struct Bake: Command {
  static let name = "bake"
  static let abstract = "Bakes loaves."
  static let discussion = """
    The first paragraph of the discussion, which goes on for so long that it has to be broken somewhere.

    The second one.
    """

  @Argument("The flour.") var flour: String
  @Argument("What else goes in.", value: "ingredient", required: false) var ingredients: [String]
  @Option("Degrees.") var heat: PositiveInteger = 220
  @Option("How it looks when it is done, which takes a good eye and many words to describe.") var crust: Crust = .brown
  @Option("Who ordered it.", value: "name") var customer: String?
  @Option("One change of the recipe.", value: "key=value") var set: [String]
  @Flag("Leave out the salt.") var withoutSalt: Bool
  @OptionGroup var oven = Oven()

  func run() -> ExitStatus { .done }
}

struct Oven {
  @Option("The number of the oven.", value: "number") var oven: PositiveInteger?
  @Flag("Say nothing.") var quiet: Bool
}

struct Sell: CommandGroup {
  static let name = "sell"
  static let abstract = "Sells loaves."
  static var subcommands: [any Command.Type] { [Retail.self] }
}

struct Retail: Command {
  static let name = "retail"
  static let abstract = "Sells single loaves."

  @Argument("The loaves.") var loaves: [String]
  @Option("The price, in cents.") var price: PositiveInteger

  func run() -> ExitStatus { .done }
}

enum Crust: String, CaseIterable, ArgumentValue {
  case light, brown, dark
}
