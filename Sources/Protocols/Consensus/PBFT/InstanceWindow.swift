/// The instances between the watermarks: those above the last decided sequence number, up to a fixed span.
struct InstanceWindow {
  /// The low watermark: the last decided sequence number.
  private(set) var low: Int64
  let span: Int64
  private let members: Int
  /// `instances[i]` is that of sequence `low + 1 + i`.
  private var instances: [Instance] = []

  init(low: Int64, span: Int64, members: Int) {
    self.low = low
    self.span = span
    self.members = members
  }

  var high: Int64 { low + span }

  func contains(_ sequence: Int64) -> Bool { sequence > low && sequence <= high }

  subscript(sequence: Int64) -> Instance {
    _read {
      yield instances[Int(sequence - low) - 1]
    }
    _modify {
      yield &instances[Int(sequence - low) - 1]
    }
  }

  /// Makes sure that `sequence`, which must lie between the watermarks, has an instance.
  mutating func open(_ sequence: Int64) {
    precondition(contains(sequence), "sequence \(sequence) outside \(low + 1)...\(high)")
    while instances.count < Int(sequence - low) {
      instances.append(Instance(sequence: low + Int64(instances.count) + 1, members: members))
    }
  }

  func isOpen(_ sequence: Int64) -> Bool { contains(sequence) && Int(sequence - low) <= instances.count }

  /// Forgets all proposals and votes, as a new view starts.
  mutating func clear() { instances.removeAll() }

  /// Raises the low watermark by one, over a decided instance.
  mutating func advance() {
    low += 1
    if !instances.isEmpty { instances.removeFirst() }
  }
}
