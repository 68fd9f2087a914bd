import Testing
import Vocabulary

@testable import Protocols

@Suite("Raft: leader election (Ongaro and Ousterhout 2014, 5.1, 5.2, 5.4.1)")
struct RaftElectionTests {
  private func replies(_ effects: [Effect]) -> [VoteReply] {
    effects.compactMap { effect in
      guard case .send(let payload, _, _) = effect,
        case .raft(.voteReply(let reply)) = ModuleMessage(decoding: payload.bytes).content
      else { return nil }
      return reply
    }
  }

  private func request(_ term: Int64, last: Int64 = 0, lastTerm: Int64 = 0, question: Bool = false) -> RaftMessage {
    .requestVote(RequestVote(term: term, lastIndex: last, lastTerm: lastTerm, isQuestion: question))
  }

  @Test("the first replica of a new federation leads its first term, and all follow it (5.2)", arguments: [1, 3, 4, 7])
  func first(count: Int) {
    let cluster = RaftCluster.led(count)
    #expect(cluster.leaders == [0])
    for node in 0..<count {
      #expect(cluster.replica(node).term == 1)
      #expect(cluster.replica(node).leader == 0)
    }
  }

  @Test("a replica votes once in a term, for the first that asks, and leaves a lower term (5.1, 5.2)")
  func votesOnce() {
    let cluster = RaftCluster(3)
    cluster.settle()
    cluster.hand(request(5), to: 1, from: 2)
    #expect(replies(cluster.answer(1, .votes)).map(\.isGranted) == [true])
    #expect(replies(cluster.hand(request(5), to: 1, from: 0)).map(\.isGranted) == [false])
    #expect(replies(cluster.hand(request(5), to: 1, from: 2)).map(\.isGranted) == [true], "the same one again")
    let late = replies(cluster.hand(request(4), to: 1, from: 0))
    #expect(late == [VoteReply(term: 5, isGranted: false, isQuestion: false)])
  }

  @Test("a vote leaves when it is durable, and a restarted replica remembers it (figure 2)")
  func remembersVote() {
    let cluster = RaftCluster(3)
    cluster.settle()
    #expect(replies(cluster.hand(request(5), to: 1, from: 2)).isEmpty)
    #expect(replies(cluster.answer(1, .votes)).map(\.isGranted) == [true])
    cluster.restart(1)
    cluster.settle()
    #expect(cluster.replica(1).term == 5)
    #expect(replies(cluster.hand(request(5), to: 1, from: 0)).map(\.isGranted) == [false])
    #expect(replies(cluster.hand(request(5), to: 1, from: 2)).map(\.isGranted) == [true])
  }

  @Test("no vote for a candidate whose log is behind: the later last term wins, then the longer log (5.4.1)")
  func upToDate() {
    let cluster = RaftCluster.led(3)
    var asked: [Transaction] = []
    for _ in 1...2 {
      asked.append(cluster.transaction())
      cluster.submit([asked.last!])
      cluster.run(10_000) { cluster.hold(asked, [0, 1, 2]) }
    }
    cluster.settle()
    let log = cluster.replica(1).log
    #expect(log.last == 2)
    #expect(!log.isNotAhead(of: 1, term: 1), "shorter")
    #expect(!log.isNotAhead(of: 9, term: 0), "an earlier last term")
    #expect(log.isNotAhead(of: 2, term: 1))
    #expect(log.isNotAhead(of: 1, term: 2), "a later last term")
    cluster.hand(request(8, last: 1, lastTerm: 1), to: 1, from: 2)
    #expect(replies(cluster.answer(1, .votes)).map(\.isGranted) == [false])
  }

  @Test("a leader that dies is replaced within two of the longest timeouts by one of the others (5.2)")
  func replaced() {
    let cluster = RaftCluster.led(3)
    cluster.crash(0)
    let start = cluster.now
    #expect(cluster.run(10_000) { cluster.leader != nil })
    #expect(cluster.now - start <= .seconds(20))
    #expect(cluster.replica(cluster.leader!).term > 1)
  }

  @Test("one that is cut off begins no terms, and disturbs nobody when it is back (2014, 9.6)")
  func cutOff() {
    let cluster = RaftCluster.led(3)
    cluster.isCut = { $0 == 2 || $1 == 2 }
    let until = cluster.now + .seconds(60)
    cluster.run(100_000) { cluster.now > until }
    #expect(cluster.replica(2).role == .preCandidate)
    #expect(cluster.replica(2).term == 1)
    cluster.isCut = nil
    cluster.run(10_000) { cluster.replica(2).leader == 0 }
    #expect(cluster.leaders == [0])
    #expect(cluster.replica(0).term == 1)
  }

  @Test("whoever hears a leader answers no to the question of another (2014, 9.6)")
  func question() {
    let cluster = RaftCluster.led(3)
    #expect(replies(cluster.hand(request(2, question: true), to: 1, from: 2)).map(\.isGranted) == [false])
    cluster.now = cluster.now + .seconds(6)
    #expect(replies(cluster.hand(request(2, question: true), to: 1, from: 2)).map(\.isGranted) == [true])
    #expect(cluster.replica(1).term == 1, "a question begins no term")
  }

  @Test("a leader that hears of no majority stops leading (2014, 6.2)")
  func stepsDown() {
    let cluster = RaftCluster.led(5)
    cluster.isCut = { from, to in from != 0 && to == 0 }
    #expect(cluster.run(100_000) { cluster.replica(0).role != .leader })
    #expect(cluster.run(100_000) { cluster.leader.map { $0 != 0 } ?? false })
  }

  @Test("election timeouts lie between once and twice the setting, and differ (5.2)")
  func randomised() {
    let cluster = RaftCluster(3)
    cluster.settle()
    var seen: Set<Int64> = []
    for _ in 0..<100 {
      let span = cluster.modules[1].replica.electionTimeout()
      #expect(span >= .seconds(5) && span < .seconds(10))
      seen.insert(span.nanoseconds)
    }
    #expect(seen.count > 95)
  }
}
