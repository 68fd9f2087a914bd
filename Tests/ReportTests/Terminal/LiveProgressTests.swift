import Synchronization
import Testing

@testable import Report

struct LiveProgressTests {
  /// A terminal and a clock that the test turns.
  private final class Stage: Sendable {
    let written = Mutex<[String]>([])
    let seconds = Mutex(0.0)

    func progress(total: Int, isTerminal: Bool = true, width: Int = 100) -> LiveProgress {
      LiveProgress(
        total: total, clock: { self.seconds.withLock { $0 } }, isTerminal: isTerminal, width: { width },
        write: { text in self.written.withLock { $0.append(text) } })
    }

    func wait(_ more: Double) { seconds.withLock { $0 += more } }
    var texts: [String] { written.withLock { $0 } }
  }

  @Test("the line says what is done, how long it takes yet and what is under way")
  func line() {
    #expect(
      LiveProgress.line(done: 12, total: 48, current: "crb.modules = 7", elapsedSeconds: 30)
        == "[#####---------------]  12/48  25 %  about 1 min 30 s left  crb.modules = 7")
    #expect(LiveProgress.line(done: 0, total: 4, current: "", elapsedSeconds: 3) == "[--------------------]  0/4  0 %")
    #expect(
      LiveProgress.line(done: 4, total: 4, current: "", elapsedSeconds: 3) == "[####################]  4/4  100 %")
    #expect(LiveProgress.line(done: 0, total: 0, current: "", elapsedSeconds: 0) == "[--------------------]  0/0  0 %")
  }

  @Test(
    "times left are in words",
    arguments: [(0.2, "1 s"), (59, "59 s"), (60, "1 min"), (80, "1 min 20 s"), (7_500, "2 h 5 min"), (7_200, "2 h")])
  func duration(seconds: Double, expected: String) {
    #expect(LiveProgress.duration(seconds) == expected)
  }

  @Test("it draws at most ten times a second, cuts at the terminal's edge and erases itself for good")
  func drawing() {
    let stage = Stage()
    let progress = stage.progress(total: 10, width: 30)
    progress.begin("a point with a long name")
    progress.advance()
    #expect(stage.texts == ["\r[--------------------]  0/10 \u{1B}[K"])
    stage.wait(1)
    progress.advance()
    #expect(stage.texts.last == "\r[####----------------]  2/10 \u{1B}[K")
    progress.finish()
    #expect(stage.texts.last == "\r\u{1B}[K")
    stage.wait(1)
    progress.advance()
    progress.finish()
    #expect(stage.texts.count == 3)
  }

  @Test("after an erasure the next call shows it again")
  func erasure() {
    let stage = Stage()
    let progress = stage.progress(total: 2)
    progress.erase()
    #expect(stage.texts.isEmpty)
    progress.advance()
    progress.erase()
    progress.begin("next")
    #expect(stage.texts.count == 3)
    #expect(stage.texts[2].contains("next"))
  }

  @Test("a pipe sees nothing")
  func pipe() {
    let stage = Stage()
    let progress = stage.progress(total: 2, isTerminal: false)
    progress.begin("a")
    stage.wait(5)
    progress.advance()
    progress.erase()
    progress.finish()
    #expect(stage.texts.isEmpty)
  }

  @Test("steps from several threads are all counted")
  func threads() async {
    let stage = Stage()
    let progress = stage.progress(total: 800)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 { group.addTask { for _ in 0..<100 { progress.advance() } } }
    }
    stage.wait(1)
    progress.expect(total: 1_600)
    #expect(stage.texts.last?.contains("800/1600") == true)
  }
}
