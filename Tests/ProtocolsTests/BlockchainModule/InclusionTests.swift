import Testing
import Vocabulary

@testable import Protocols

@Suite("Transaction inclusion and queries (crb-smb 3.3.1)")
struct InclusionTests {
  private func receipts(_ cluster: Cluster) -> [DropReason?] {
    cluster.answers.compactMap { answer -> DropReason?? in
      guard case .receipt(_, let refused) = answer else { return nil }
      return .some(refused)
    }
  }

  private func height(of id: Digest, at node: Int, _ cluster: Cluster) -> Int64? {
    cluster.hand(ClientMessage.lookup(id).bytes, to: node, from: cluster.client)
    guard case .found(id, let height)? = cluster.answers.last else { return nil }
    return height
  }

  @Test("a full pending list refuses, and the receipt says so")
  func full() {
    let cluster = Cluster(4, pending: 2)
    cluster.settle()
    cluster.submit((0..<3).map { _ in cluster.transaction() })
    #expect(receipts(cluster) == [nil, nil, .pendingListFull])
    #expect(cluster.replica(0).pending.count == 2)
    cluster.decide()
    cluster.submit([cluster.transaction()])
    #expect(receipts(cluster).last == .some(nil), "there is room again")
  }

  @Test("a backup checks a transaction, tells the client, and forwards it to the primary, which tells nobody")
  func forwarding() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.transaction()
    cluster.submit([transaction], to: 2)
    #expect(receipts(cluster) == [nil])
    #expect(cluster.sent[MessageKind.forward.slot] == 1)
    #expect(cluster.replica(2).pending.contains(transaction.id), "it waits here too, until it is decided")
    #expect(cluster.isArmed(.viewChange, on: 2))
    cluster.settle()
    #expect(cluster.replica(0).pending.contains(transaction.id))
    #expect(receipts(cluster) == [nil])
    cluster.submit([transaction], to: 2)
    cluster.settle()
    #expect(cluster.dropped(.duplicateTransaction, by: 2) == 1, "the second time")
    cluster.decide()
    #expect(cluster.replica(2).pending.isEmpty && !cluster.isArmed(.viewChange, on: 2))
  }

  @Test("a member's submission to a backup is not passed on: forwarding cannot go in circles")
  func noCircles() {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.step(2, .message(Payload(ClientMessage.submit([cluster.transaction()]).bytes), from: NodeID(1)))
    #expect(cluster.bag.isEmpty && cluster.answers.isEmpty)
  }

  @Test("a transaction that waits, or stands in the ledger, is refused as a duplicate")
  func duplicates() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.transaction()
    cluster.submit([transaction, transaction])
    #expect(receipts(cluster) == [nil, .duplicateTransaction])
    cluster.decide()
    for node in 0..<4 { cluster.submit([transaction], to: node) }
    #expect(receipts(cluster).suffix(4).allSatisfy { $0 == .duplicateTransaction })
    cluster.settle()
    #expect(cluster.sent[MessageKind.forward.slot] == 0)
  }

  @Test("what is known already is not verified again when members hand it on")
  func knownAlready() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.transaction()
    let atFirst = cluster.verifications
    cluster.submit([transaction])
    #expect(cluster.verifications == atFirst + 1)
    let handedOn = Payload(ClientMessage.submit([transaction]).bytes)
    cluster.step(0, .message(handedOn, from: NodeID(2)))
    cluster.decide()
    let decided = cluster.verifications
    cluster.step(0, .message(handedOn, from: NodeID(2)))
    #expect(cluster.dropped(.duplicateTransaction, by: 0) == 2)
    #expect(cluster.verifications == decided)
  }

  @Test("a transaction submitted again while its block is under way is written once")
  func underWay() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.transaction()
    cluster.submit([transaction])
    cluster.fire(.block, on: 0)
    cluster.submit([transaction])
    cluster.settle()
    cluster.decide()
    cluster.expectHeight(1)
    #expect(cluster.replica(0).pending.isEmpty)
  }

  @Test("an invalid transaction is refused by every module with its reason")
  func invalid() {
    let cluster = Cluster(4)
    cluster.settle()
    let good = cluster.transaction()
    var forged = good.bytes
    forged[forged.count - 10] ^= 1
    let large = cluster.transaction(bytes: 60_000)
    for node in [0, 2] {
      cluster.answers = []
      cluster.submit([Transaction(forged), Transaction([5, 0, 0, 0, 0]), large], to: node)
      #expect(receipts(cluster) == [.badSignature, .missingField, .transactionTooLarge])
    }
    cluster.settle()
    #expect(cluster.replica(0).pending.isEmpty)
  }

  @Test("correct backups reject a block with an invalid transaction, and it is not decided")
  func invalidBlock() {
    let cluster = Cluster(4)
    cluster.settle()
    let good = cluster.transaction()
    var forged = good.bytes
    forged[forged.count - 10] ^= 1
    let blocks = [
      (DropReason.badSignature, [good, Transaction(forged)]), (.missingField, [Transaction([5, 0, 0, 0, 0])]),
      (.duplicateTransaction, [good, good]), (.emptyBlock, []),
    ]
    for (reason, transactions) in blocks {
      let cluster = Cluster(4)
      cluster.settle()
      var rejections = 0
      cluster.corrupt = { _, envelope in
        guard case .consensus(.vote(let vote)) = ModuleMessage(decoding: envelope.payload.bytes).content else {
          return [envelope]
        }
        rejections += vote.accepted ? 0 : 1
        return [envelope]
      }
      let proposal = cluster.proposal(transactions)
      for receiver in 1...3 {
        cluster.post(.prePrepare(proposal), from: 0, to: receiver)
        cluster.post(.vote(cluster.vote(.commit, by: 0, on: proposal.digest)), from: 0, to: receiver)
      }
      cluster.settle()
      for node in 1...3 { #expect(cluster.dropped(reason, by: node) == 1, "\(reason)") }
      #expect(rejections == 9, "each backup tells all others")
      #expect(cluster.sent[MessageKind.commit.slot] == 0)
      cluster.expectHeight(0)
    }
  }

  @Test("a query finds a transaction once its block is durable, not before")
  func queries() {
    let cluster = Cluster(4)
    cluster.settle()
    let transaction = cluster.transaction()
    #expect(height(of: transaction.id, at: 1, cluster) == 0)
    cluster.submit([transaction])
    cluster.fire(.block, on: 0)
    while cluster.files[1][0].requests.isEmpty {
      guard cluster.advance() else { break }
    }
    #expect(cluster.replica(1).ledger.contains(transaction.id))
    #expect(height(of: transaction.id, at: 1, cluster) == 0, "decided and being written")
    cluster.settle()
    #expect(height(of: transaction.id, at: 1, cluster) == 1)
  }

  @Test("messages that come while a module reads its files are handled afterwards, up to a limit")
  func startUp() {
    let cluster = Cluster(4)
    let transactions = (0..<3).map { _ in cluster.transaction() }
    cluster.submit(transactions)
    #expect(cluster.answers.isEmpty && cluster.drops[0].isEmpty)
    cluster.settle()
    #expect(receipts(cluster) == [nil, nil, nil])

    cluster.restart(0)
    let lookup = ClientMessage.lookup(transactions[0].id).bytes
    for _ in 0..<1_003 { cluster.hand(lookup, to: 0, from: cluster.client) }
    #expect(cluster.drops[0] == [.starting, .starting, .starting])
    cluster.answers = []
    cluster.settle()
    #expect(cluster.answers.count == 1_000)
  }

  @Test("messages meant for clients are refused")
  func wrongWay() {
    let cluster = Cluster(4)
    cluster.settle()
    cluster.hand(ClientMessage.found(.zero, height: 1).bytes, to: 0, from: cluster.client)
    cluster.hand(ClientMessage.receipt(.zero, refused: nil).bytes, to: 0, from: NodeID(1))
    #expect(cluster.drops[0] == [.unknownKind, .unknownKind])
  }
}
