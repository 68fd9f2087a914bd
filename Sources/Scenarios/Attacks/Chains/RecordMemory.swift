/// The last messages of the control plane that an adversary saw.
struct RecordMemory {
  static let limit = 512

  struct Record: Hashable {
    let bytes: [UInt8]
    let sender: Int
    let receiver: Int
  }

  private(set) var all: [Record] = []
  private var next = 0

  mutating func keep(_ bytes: [UInt8], from sender: Int, to receiver: Int) {
    let record = Record(bytes: bytes, sender: sender, receiver: receiver)
    guard all.count == Self.limit else { return all.append(record) }
    all[next] = record
    next = (next + 1) % Self.limit
  }
}
