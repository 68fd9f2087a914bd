import Scenarios

/// `chainbed export`.
struct Export: Command {
  static let name = "export"
  static let abstract = "Print a kept ledger as JSON lines."
  static let discussion = """
    Ledgers are kept by `run --keep-disks`. Nothing is verified here; `audit` does that. \
    docs/formats/ledger.md explains the fields. With key files for the ledger's federation, what they open is printed in \
    plain, private keys that stand in it too.
    """

  @Argument("The ledger file of a module.") var ledger: String
  @Option("What one line holds.", value: "unit") var by: LedgerExport.Unit = .block
  @Option("What is decrypted: a key file as 'run --keep-disks' writes it. Can be given again.", value: "file")
  var keys: [String]
  @Option(
    "Which federation the keys must be for, with its membership list beside. Without it: federation.json beside the ledger.",
    value: "file") var federation: String?

  /// Thrown to stop when nobody reads any more.
  private struct ReaderHasGone: Error {}

  func run() throws -> ExitStatus {
    guard federation == nil || !keys.isEmpty else {
      throw CommandFailure("--federation has no effect without --keys", status: .usage)
    }
    do {
      let summary = try LedgerExport.run(
        ledger: ledger, by: by, federation: federation, keys: keys
      ) { line in
        Console.standard.print(line)
        if Console.standard.isClosed { throw ReaderHasGone() }
      }
      if summary.opened == 0 { Console.standard.report("\(ledger): the keys open nothing in it") }
    } catch is ReaderHasGone {}
    return .done
  }
}

extension LedgerExport.Unit: ArgumentValue {}
