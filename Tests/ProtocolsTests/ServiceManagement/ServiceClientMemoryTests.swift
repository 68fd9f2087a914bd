import Testing
import Vocabulary

@testable import Protocols

/// What it does not remember for ever.
extension ServiceClientTests {
  @Test("the journal is bounded: what is over is forgotten but for its header, over many turns and lives")
  func bounded() {
    var files: [[UInt8]] = [[], []]
    var now: Instant?
    var asked = 0
    for life in 0..<4 {
      var driver = driver(files: files, at: now, turn: 20_000)
      driver.answersElsewhere = { bytes, _ in
        guard case .request(let id, _, _)? = try? ManagementMessage.decode(bytes) else { return [] }
        asked += 1
        return [ManagementMessage.result(id, result: "done", error: "", completed: 4_321).bytes]
      }
      driver.start()
      for number in 0..<20 {
        modules.blocks.append([request(Int64(100 * life + number + 1))])
        driver.run(for: .seconds(3))
        #expect(driver.files.map(\.count).reduce(0, +) < 45_000)
      }
      #expect(driver.client.openTasks == 0)
      (files, now) = (driver.durableFiles, driver.now)
    }
    #expect(asked == 80 && responses().count == 80)
  }

  @Test("what is dated ahead of the clock by more than the tolerance is answered with an error, and nobody is asked")
  func futureDated() {
    var driver = driver()
    let (late, early) = (request(1, at: driver.milliseconds + 300_000), request(2, at: driver.milliseconds + 300_001))
    modules.blocks.append([late, early])
    driver.start()
    #expect(asked(driver) == [late.id])
    #expect(driver.count(.futureDated) == 1)
    driver.run(for: .seconds(10))
    #expect(responses() == [ServiceResponse(service: header(early), result: [], error: "dated ahead")])
  }

  @Test(
    "that answer is known in later lives; a client that has lost its whole journal carries the request out when it is due",
    arguments: [false, true])
  func futureDatedOnce(isLost: Bool) {
    var driver = driver()
    let early = request(1, at: driver.milliseconds + 400_000)
    modules.blocks.append([early])
    driver.start()
    driver.run(for: .seconds(400))
    #expect(responses().map(\.error) == ["dated ahead"] && asked(driver).isEmpty)
    var next = self.driver(files: isLost ? [[], []] : driver.durableFiles, at: driver.now)
    next.start()
    #expect(asked(next) == (isLost ? [early.id] : []))
    next.hand(result(early.id), from: Self.management)
    next.run(for: .seconds(10))
    #expect(responses().map(\.error) == (isLost ? ["dated ahead", ""] : ["dated ahead"]))
  }

  @Test("what the management service has forgotten is answered by nobody: it may have been, long ago")
  func forgotten() {
    var driver = driver()
    let request = request(1)
    modules.blocks.append([request])
    driver.start()
    driver.hand(ManagementMessage.forgotten(request.id).bytes, from: Self.management)
    driver.hand(ManagementMessage.forgotten(request.id).bytes, from: Self.management)
    driver.run(for: .seconds(30))
    #expect(responses().isEmpty && driver.client.openTasks == 0)
    #expect(driver.count(.outdated) == 1 && driver.count(.unasked) == 1)
    #expect(asked(driver).count == 1)
  }
}
