import Foundation
import TestSupport
import Testing

@testable import Scenarios

@Suite("The journal of an unfinished sweep")
struct RunJournalTests {
  private func entry(_ point: Int, _ replication: Int) -> RunJournal.Entry {
    RunJournal.Entry(point: point, replication: replication, outcome: .sample(UInt64(replication), 0.1 + 0.2))
  }

  private func places(_ journal: RunJournal) -> [[Int]] { journal.finished.map { [$0.point, $0.replication] } }

  @Test("what was finished is found again by the same sweep, to the last bit")
  func resume() throws {
    let folder = try TemporaryDirectory()
    let first = try RunJournal(directory: folder.path, identity: "a")
    #expect(first.finished.isEmpty)
    for replication in 0..<3 { try first.append(entry(1, replication)) }
    let second = try RunJournal(directory: folder.path, identity: "a")
    #expect(places(second) == [[1, 0], [1, 1], [1, 2]])
    let outcome = second.finished[2].outcome
    #expect(outcome.values == ["m": 0.1 + 0.2] && outcome.fingerprint == "f2" && outcome.queues.count == 1)
    try second.append(entry(2, 0))
    #expect(places(try RunJournal(directory: folder.path, identity: "a")).last == [2, 0])
    second.remove()
    #expect(folder.files().isEmpty)
  }

  @Test("a torn last line is ignored, wherever it was torn, and does not spoil what is appended")
  func torn() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("unfinished.jsonl")
    let whole = try RunJournal(directory: folder.path, identity: "a")
    try whole.append(entry(0, 0))
    let kept = try #require(FileManager.default.contents(atPath: path)).count
    try whole.append(entry(0, 1))
    let bytes = try #require(FileManager.default.contents(atPath: path))
    for length in kept..<bytes.count - 1 {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: path))
      let journal = try RunJournal(directory: folder.path, identity: "a")
      #expect(places(journal) == [[0, 0]], "cut to \(length) bytes")
      try journal.append(entry(0, 7))
      #expect(places(try RunJournal(directory: folder.path, identity: "a")) == [[0, 0], [0, 7]])
    }
  }

  @Test("another sweep, or a file that is no journal, starts anew")
  func other() throws {
    let folder = try TemporaryDirectory()
    try RunJournal(directory: folder.path, identity: "a").append(entry(0, 0))
    #expect(try RunJournal(directory: folder.path, identity: "b").finished.isEmpty)
    #expect(try RunJournal(directory: folder.path, identity: "a").finished.count == 1, "it was put aside meanwhile")
    for text in ["", "\n\n", "nonsense", "{\"chainbed\":\"a\"", "\u{0}\u{1}"] {
      try folder.write(text, to: "unfinished.jsonl")
      #expect(try RunJournal(directory: folder.path, identity: "a").finished.isEmpty)
    }
  }

  @Test("a journal that cannot be written is an error with the path")
  func unwritable() throws {
    let folder = try TemporaryDirectory()
    #expect { try RunJournal(directory: folder.path("missing"), identity: "a") } throws: {
      "\($0)".contains("unfinished.jsonl")
    }
  }
}
