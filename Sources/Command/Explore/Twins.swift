import Foundation
import Report
import Scenarios
import Synchronization

/// `chainbed twins`.
struct Twins: Command {
  static let name = "twins"
  static let abstract = "Try PBFT with replicas that run twice, over all leaders and partitions of some views."
  static let discussion = """
    A scenario chooses for each view who leads it and which of two groups each instance is in; messages between groups \
    are lost. After the last view the network is whole, and everything must be decided. Agreement, validity and progress \
    are checked in each scenario: docs/models/twins.md.
    """

  @Option("Views before the network is whole. Without it: 4.", value: "count") var views: PositiveInteger?
  @Option("Identities.", value: "count") var replicas: PositiveInteger = 4
  @Option("How many run twice. Without it: as many as the protocol tolerates.", value: "count") var twins:
    PositiveInteger?
  @Option("One partition of each shape, or every one.") var partitions: TwinsPartitions = .shapes
  @Option("Play so many scenarios, drawn at random, instead of all.", value: "count") var sample: PositiveInteger?
  @Option("What the sample is drawn from. Without it: 1.") var seed: Seed?
  @Option("Play one scenario, and say what happens: the choice in each view.", value: "a.b.c") var only: String?
  @Option("Scenarios played at once. Without it: as many as there are cores.", value: "count") var jobs:
    PositiveInteger?
  @Option("How the result is printed.") var format: OutputFormat = .text

  func run() throws -> ExitStatus {
    guard seed == nil || sample != nil else { throw CommandFailure("--seed needs --sample", status: .usage) }
    let federation = try federation()
    guard let only else { return try search(federation) }
    guard sample == nil else { throw CommandFailure("--only is one scenario: leave out --sample", status: .usage) }
    let count = only.split(separator: ".", omittingEmptySubsequences: false).count
    guard views == nil || views?.value == count else {
      throw CommandFailure("--only \(only) says how many views there are: leave out --views", status: .usage)
    }
    return try replay(only, federation)
  }

  // MARK: Many scenarios

  private func search(_ federation: TwinsFederation) throws -> ExitStatus {
    let space = try space(federation, views: views?.value ?? 4)
    let selection = try selection(of: space)
    let counts = Mutex((played: 0, violating: 0))
    let total =
      switch selection {
      case .all: space.count ?? 0
      case .sample(let count, _): count
      }
    let line = LiveProgress(total: total, clock: WallClock.seconds)
    Interruption.onRequest {
      line.finish()
      let (played, violating) = counts.withLock { $0 }
      Console.standard.report(
        "Interrupted after \(played) of \(total) scenarios; \(violating) of them violate something.")
    }
    let start = WallClock.seconds()
    let search = TwinsSearch(space, selection) { played, violating in
      counts.withLock { $0 = ($0.played + played, $0.violating + violating) }
      line.advance(by: played)
    }
    let summary = search.run(jobs: min(jobs?.value ?? ProcessInfo.processInfo.activeProcessorCount, 1_024))
    line.finish()
    let report = TwinsReport(
      space: space, summary: summary, seconds: WallClock.seconds() - start, words: federationWords)
    switch format {
    case .text: Console.standard.write(report.text)
    case .json: Console.standard.write(JSONWriter.text(report.json))
    }
    return summary.violating == 0 ? .done : .failed
  }

  private func selection(of space: TwinsSpace) throws -> TwinsSearch.Selection {
    if let sample {
      if let count = space.count, count <= min(sample.value, Self.mostScenarios) { return .all }
      guard sample.value <= Self.mostSampled else {
        throw CommandFailure("--sample \(sample): at most \(Self.mostSampled) can be drawn at once", status: .usage)
      }
      return .sample(sample.value, seed: seed?.value ?? 1)
    }
    guard let count = space.count, count <= Self.mostScenarios else {
      throw CommandFailure(
        "\(space.choices) choices in each of \(space.views) views are too many to try all; take a --sample",
        status: .usage)
    }
    return .all
  }

  private static let mostScenarios = 1_000_000_000
  /// All drawn choices are held in memory.
  private static let mostSampled = 5_000_000
  private static let mostViews = 32
  private static let tooMany = CommandFailure(
    "at most \(TwinsSpace.mostInstances) instances can be partitioned", status: .usage)

  private func federation() throws -> TwinsFederation {
    let count = replicas.value
    guard max(count, twins?.value ?? 0) <= TwinsSpace.mostInstances else { throw Self.tooMany }
    let tolerated = TwinsFederation(replicas: count, twins: 0).faultBudget
    guard twins != nil || tolerated > 0 else {
      throw CommandFailure("\(count) replicas tolerate no fault; say how many run twice with --twins", status: .usage)
    }
    let twice = twins?.value ?? tolerated
    guard twice < count else {
      throw CommandFailure("--twins \(twice): at least one of \(count) replicas must run once", status: .usage)
    }
    guard count + twice <= TwinsSpace.mostInstances else { throw Self.tooMany }
    return TwinsFederation(replicas: count, twins: twice)
  }

  private func space(_ federation: TwinsFederation, views: Int) throws -> TwinsSpace {
    guard views <= Self.mostViews else {
      throw CommandFailure("a scenario has at most \(Self.mostViews) views", status: .usage)
    }
    return TwinsSpace(federation, views: views, partitions: partitions.kind)
  }

  // MARK: One scenario

  private func replay(_ text: String, _ federation: TwinsFederation) throws -> ExitStatus {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    let space = try space(federation, views: numbers.count)
    let schedule = numbers.compactMap { $0 }
    guard schedule.count == numbers.count, schedule.allSatisfy((0..<space.choices).contains) else {
      throw CommandFailure(
        "--only \(text): choices are numbers from 0 to \(space.choices - 1) with dots between them", status: .usage)
    }
    let transcript = TwinsTranscript()
    let outcome = TwinsWalk(space).play(schedule, transcript: transcript)
    let report = TwinsOutcomeReport(space: space, outcome: outcome, words: federationWords)
    switch format {
    case .text: Console.standard.write(transcript.lines.joined(separator: "\n") + "\n\n" + report.text)
    case .json: Console.standard.write(JSONWriter.text(report.json(transcript: transcript.lines)))
    }
    return outcome.violations.isEmpty ? .done : .failed
  }

  /// The options that say what choices are about.
  private var federationWords: [String] {
    (replicas.value == 4 ? [] : ["--replicas", "\(replicas)"]) + (twins.map { ["--twins", "\($0)"] } ?? [])
      + (partitions == .shapes ? [] : ["--partitions", "\(partitions)"])
  }
}

/// `TwinsSpace.Partitions` as a word of the command line.
enum TwinsPartitions: String, CaseIterable, ArgumentValue, CustomStringConvertible {
  case shapes
  case all

  var kind: TwinsSpace.Partitions {
    switch self {
    case .shapes: .shapes
    case .all: .all
    }
  }

  var description: String { rawValue }
}
