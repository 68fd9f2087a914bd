import Protocols
import Vocabulary

/// What waits for a core of a node, or runs there, packed into one word: 4 bits of kind, 28 of `a`, 32 of `b`.
struct Job {
  enum Kind: Int64 {
    case start
    /// `a`: the sender; `b`: the payload's place in the slab.
    case message
    /// `b`: the timer's slot.
    case timer
    /// `b`: the place of the disk's answer.
    case disk
    /// `a`: the port; `b`: the packet's place in its slab.
    case packet
  }

  let word: Int64

  init(word: Int64) { self.word = word }

  init(_ kind: Kind, a: Int32 = 0, b: Int32 = 0) {
    word = kind.rawValue << 60 | Int64(a) << 32 | Int64(UInt32(bitPattern: b))
  }

  var kind: Kind { Kind(rawValue: word >> 60)! }
  var a: Int32 { Int32(truncatingIfNeeded: (word >> 32) & 0x0FFF_FFFF) }
  var b: Int32 { Int32(truncatingIfNeeded: word) }
}
