import Protocols

extension Coverage {
  /// The kinds of faults as rows, the phases in which they struck as columns; at most 80 columns wide.
  public var table: String {
    let rows = kinds.map { kind in
      [Coverage.label(kind)] + ModulePhase.allCases.map { phase in Coverage.short(count(kind, in: phase)) }
    }
    return table(rows, ModulePhase.allCases.map(\.heading))
  }

  /// The same of service function chains.
  public var chainTable: String {
    let rows = chainKinds.map { kind in
      [Coverage.label(kind)] + ChainPhase.allCases.map { phase in Coverage.short(count(kind, in: phase)) }
    }
    return table(rows, ChainPhase.allCases.map { ["", $0.rawValue] })
  }

  /// The same of migrations.
  public var migrationTable: String {
    let rows = migrationKinds.map { kind in
      [Coverage.label(kind)] + MigrationStep.allCases.map { step in Coverage.short(count(kind, in: step)) }
    }
    return table(rows, MigrationStep.allCases.map(\.heading))
  }

  private func table(_ rows: [[String]], _ columns: [[String]]) -> String {
    let headings = [["", ""]] + columns
    let titles = [headings.map { $0[0] }, ["fault"] + headings.dropFirst().map { $0[1] }]
    let widths = headings.indices.map { column in (titles + rows).map { $0[column].count }.max()! }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return (titles + [rule] + rows).map { line($0, widths) + "\n" }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    let padded = zip(cells, widths).enumerated().map { column, cell in
      let space = String(repeating: " ", count: cell.1 - cell.0.count)
      return column == 0 ? cell.0 + space : space + cell.0
    }
    return String(padded.joined(separator: " ").reversed().drop { $0 == " " }.reversed())
  }

  /// A kind as a row names it; a star marks what byzantine modules do.
  private static func label(_ kind: String) -> String {
    let prefix = "byzantine-"
    return kind.hasPrefix(prefix) ? "*" + kind.dropFirst(prefix.count) : kind
  }

  /// The marks with how often each was met.
  public var markList: String {
    Mark.allCases.map { mark in
      let count = Coverage.short(count(mark))
      return String(repeating: " ", count: 6 - count.count) + count + "  " + mark.rawValue + "\n"
    }.joined()
  }

  /// At most four characters: `.`, `8`, `1234`, `12k`, `123k`, `45M`.
  private static func short(_ count: Int64) -> String {
    switch count {
    case 0: "."
    case ..<10_000: String(count)
    case ..<1_000_000: "\(count / 1_000)k"
    case ..<1_000_000_000: "\(count / 1_000_000)M"
    default: "\(count / 1_000_000_000)G"
    }
  }
}

extension MigrationStep {
  /// On two lines, so that all columns fit a terminal.
  fileprivate var heading: [String] {
    switch self {
    case .create: ["", "create"]
    case .awaitKeyPair: ["await", "key"]
    case .transfer: ["trans-", "fer"]
    case .confirm: ["", "confirm"]
    case .switchPath: ["switch", "path"]
    case .terminate: ["termi-", "nate"]
    case .release: ["", "release"]
    case .rollBack: ["roll", "back"]
    }
  }
}

extension ModulePhase {
  /// On two lines, so that all columns fit a terminal.
  fileprivate var heading: [String] {
    switch self {
    case .idle: ["", "idle"]
    case .proposed: ["", "proposed"]
    case .prePrepared: ["pre-", "prepared"]
    case .prepared: ["", "prepared"]
    case .committed: ["com-", "mitted"]
    case .viewChange: ["view", "change"]
    case .catchingUp: ["catch-", "ing up"]
    case .restarting: ["re-", "start"]
    }
  }
}
