import TestSupport
import Testing
import Vocabulary

@testable import Protocols

@Suite("Pending list (paper 2.3.3, step 1)")
struct PendingListTests {
  let overhead = BlockContent.size(signer: 294, previous: 256, transactionElements: 0)

  func transactions(_ count: Int) -> [Transaction] {
    var sample = SampleLedger()
    return (0..<count).map { sample.publicConfiguration($0, bytes: $0 * 3) }
  }

  func content(_ transactions: [Transaction]) -> BlockContent {
    var meter = Meter()
    return BlockContent(
      timestamp: 0, signer: [UInt8](repeating: 1, count: 294), previous: [UInt8](repeating: 2, count: 256),
      transactions: transactions, &meter)
  }

  @Test("transactions are chosen in the order in which they came, and keep their places until they are removed")
  func order() {
    var list = PendingList(maximumCount: 100, maximumBytes: 1_000_000)
    let all = transactions(20)
    for transaction in all { #expect(list.add(transaction) == nil) }
    let chosen = list.selection(forContentOf: 1_000_000, signer: 294, previous: 256)
    #expect(chosen.map(\.id) == all.map(\.id))
    #expect(list.all.map(\.id) == all.map(\.id))
    list.remove(chosen)
    #expect(list.isEmpty)
    #expect(list.bytes == 0)
  }

  @Test("a duplicate, one too many and one too large are refused")
  func bounds() {
    let all = transactions(5)
    var byCount = PendingList(maximumCount: 3, maximumBytes: 1_000_000)
    #expect(all.map { byCount.add($0) } == [nil, nil, nil, .pendingListFull, .pendingListFull])
    #expect(byCount.add(all[0]) == .duplicateTransaction)

    let room = all[0].bytes.count + all[1].bytes.count
    var bySize = PendingList(maximumCount: 10, maximumBytes: room)
    #expect(all.prefix(3).map { bySize.add($0) } == [nil, nil, .pendingListFull])
    #expect(bySize.bytes == room)
    bySize.remove([all[0]])
    #expect(bySize.add(all[0]) == nil)
  }

  @Test("what is proposed leaves its room to others, and is not lost when it is withdrawn")
  func proposed() {
    let all = transactions(6)
    var list = PendingList(maximumCount: 3, maximumBytes: 1_000_000)
    for transaction in all.prefix(3) { _ = list.add(transaction) }
    list.propose(Array(all.prefix(2)) + [all[5]])
    #expect(list.waiting == 1 && list.count == 3)
    #expect(all[3...].map { list.add($0) } == [nil, nil, .pendingListFull])
    list.withdraw()
    #expect(list.all.map(\.id) == all.prefix(5).map(\.id))
    #expect(!list.hasRoom(for: all[5]))
    list.remove(Array(all.prefix(3)))
    #expect(list.add(all[5]) == nil)

    var bySize = PendingList(maximumCount: 10, maximumBytes: all[0].bytes.count)
    #expect(bySize.add(all[0]) == nil && bySize.add(all[1]) == .pendingListFull)
    bySize.propose([all[0]])
    #expect(bySize.hasRoom(for: all[0]) && !bySize.hasRoom(for: all[1]))
  }

  @Test("a block's content takes exactly the bytes it is given, for every number of transactions")
  func exactSize() {
    var list = PendingList(maximumCount: 1_000, maximumBytes: 10_000_000)
    let all = transactions(120)
    for transaction in all { _ = list.add(transaction) }
    for count in [0, 1, 2, 9, 10, 11, 99, 100, 101, 120] {
      let size = content(Array(all.prefix(count))).bytes.count
      #expect(list.selection(forContentOf: size, signer: 294, previous: 256).count == count)
      #expect(list.selection(forContentOf: size - 1, signer: 294, previous: 256).count == max(0, count - 1))
    }
    #expect(list.selection(forContentOf: 0, signer: 294, previous: 256).isEmpty)
    #expect(content([]).bytes.count == overhead)
  }

  @Test("under random adding and removing it behaves as a plain array does")
  func model() {
    var stream = RandomStream(seed: 8)
    let all = transactions(60)
    var list = PendingList(maximumCount: 40, maximumBytes: 1_000_000)
    var model: [Transaction] = []
    for _ in 0..<3_000 {
      let transaction = all[Int(stream.below(60))]
      if stream.below(2) == 0 {
        let known = model.contains { $0 === transaction }
        let expected: DropReason? = known ? .duplicateTransaction : model.count == 40 ? .pendingListFull : nil
        #expect(list.add(transaction) == expected)
        if expected == nil { model.append(transaction) }
      } else {
        list.remove([transaction])
        model.removeAll { $0 === transaction }
      }
      #expect(list.count == model.count)
      #expect(list.bytes == model.reduce(0) { $0 + $1.bytes.count })
      #expect(list.contains(transaction.id) == model.contains { $0 === transaction })
    }
    let selected = list.selection(forContentOf: 1_000_000, signer: 294, previous: 256)
    #expect(selected.map(\.id) == model.map(\.id))
  }
}
