import TestSupport
import Testing

@testable import chainbed

@Suite("Command lines")
struct ArgumentParserTests {
  let parser = ArgumentParser(root: Bakery.self, version: { "bakery 1.2.3" })

  func bake(_ words: String...) throws -> Bake {
    let request = try parser.parse(["bake"] + words)
    guard case .run(let command) = request else { throw Unexpected(what: "\(request)") }
    return try #require(command as? Bake)
  }

  struct Unexpected: Error { var what: String }

  func printed(_ words: String...) throws -> String {
    let request = try parser.parse(words)
    guard case .print(let text) = request else { throw Unexpected(what: "\(request)") }
    return text
  }

  /// The first line of the error that the words give.
  func error(_ words: String...) -> String {
    do {
      return "no error: \(try parser.parse(words))"
    } catch {
      return String(error.description.prefix { $0 != "\n" })
    }
  }

  @Test("options are given as two words or as one, anywhere between the arguments")
  func options() throws {
    let bread = try bake("--heat", "180", "rye", "--crust=dark", "seeds", "--customer=a=b", "malt")
    #expect(bread.flour == "rye")
    #expect(bread.ingredients == ["seeds", "malt"])
    #expect(bread.heat.value == 180)
    #expect(bread.crust == .dark)
    #expect(bread.customer == "a=b")
  }

  @Test("what is not given has its default")
  func defaults() throws {
    let bread = try bake("rye")
    #expect(bread.ingredients.isEmpty)
    #expect(bread.heat.value == 220)
    #expect(bread.crust == .brown)
    #expect(bread.customer == nil)
    #expect(bread.set.isEmpty)
    #expect(!bread.withoutSalt)
    #expect(!bread.oven.quiet)
    #expect(bread.oven.oven?.value == nil)
  }

  @Test("a list collects in order, another option keeps the last value")
  func repetition() throws {
    let bread = try bake("rye", "--set", "b=1", "--heat", "1", "--set=a=2", "--heat", "2")
    #expect(bread.set == ["b=1", "a=2"])
    #expect(bread.heat.value == 2)
  }

  @Test("flags and grouped options work like any other")
  func flagsAndGroups() throws {
    let bread = try bake("rye", "--without-salt", "--quiet", "--oven", "3")
    #expect(bread.withoutSalt)
    #expect(bread.oven.quiet)
    #expect(bread.oven.oven?.value == 3)
  }

  @Test("after -- every word is an argument; a single - always is one")
  func terminator() throws {
    #expect(try bake("-", "--", "--help", "--").ingredients == ["--help", "--"])
    #expect(try bake("-").flour == "-")
  }

  @Test("two commands of one kind do not share values")
  func independence() throws {
    let first = try bake("rye", "--heat", "1")
    let second = try bake("oats")
    #expect(first.flour == "rye")
    #expect(first.heat.value == 1)
    #expect(second.heat.value == 220)
  }

  @Test("a wrong command line says what is wrong and what was probably meant")
  func errors() {
    #expect(error("bakee") == "Error: Unknown command 'bakee'. Did you mean 'bake'?")
    #expect(error("bake", "rye", "--haet", "3") == "Error: Unknown option '--haet'. Did you mean '--heat'?")
    #expect(error("bake", "rye", "--completely-else") == "Error: Unknown option '--completely-else'")
    #expect(error("bake", "rye", "-q") == "Error: Unknown option '-q'")
    #expect(error("bake", "rye", "--heat") == "Error: Missing value for '--heat <heat>'")
    #expect(error("bake", "rye", "--heat", "--quiet") == "Error: Missing value for '--heat <heat>'")
    #expect(
      error("bake", "rye", "--heat", "-3")
        == "Error: The value '-3' is invalid for '--heat <heat>': use a whole number from 1")
    #expect(
      error("bake", "rye", "--heat=") == "Error: The value '' is invalid for '--heat <heat>': use a whole number from 1"
    )
    #expect(
      error("bake", "rye", "--crust", "blue")
        == "Error: The value 'blue' is invalid for '--crust <crust>': use one of light, brown, dark")
    #expect(error("bake", "rye", "--quiet=yes") == "Error: The flag '--quiet' takes no value")
    #expect(error("bake") == "Error: Missing expected argument '<flour>'")
    #expect(error("sell", "retail", "--price", "3") == "Error: Missing expected argument '<loaves>'")
    #expect(error("sell", "retail", "rye") == "Error: Missing expected argument '--price <price>'")
    #expect(error("sell", "--price", "3") == "Error: Unknown option '--price'")
    #expect(error("help", "bake", "rye") == "Error: Unexpected argument 'rye'")
    #expect(error("bake", "--version") == "Error: Unknown option '--version'")
  }

  @Test("an error names the usage of the command it is about")
  func usageOfError() {
    #expect(throws: UsageError.self) { try parser.parse(["sell", "retail"]) }
    do {
      _ = try parser.parse(["sell", "retail"])
    } catch {
      Golden.expect(error.description + "\n", matches: "parser/error.txt")
    }
  }

  @Test("help is the same however it is asked for, and a group without a subcommand gives it too")
  func help() throws {
    Golden.expect(try printed("--help"), matches: "parser/root.txt")
    Golden.expect(try printed("bake", "--help"), matches: "parser/bake.txt")
    Golden.expect(try printed("sell", "retail", "-h"), matches: "parser/retail.txt")
    Golden.expect(try printed("sell"), matches: "parser/sell.txt")
    #expect(try printed() == printed("--help"))
    #expect(try printed("help") == printed("-h"))
    #expect(try printed("help", "sell", "retail") == printed("sell", "retail", "--help"))
    #expect(try printed("bake", "--nonsense", "-h") == printed("bake", "--help"))
  }

  @Test("no line of help is wider than 80 columns", arguments: [["bake"], ["sell", "retail"], []])
  func width(path: [String]) throws {
    guard case .print(let text) = try parser.parse(path + ["--help"]) else { throw Unexpected(what: "no help") }
    for line in text.split(separator: "\n") { #expect(line.count <= 80) }
  }

  @Test("--version prints the version")
  func version() throws {
    #expect(try printed("--version") == "bakery 1.2.3\n")
  }
}
