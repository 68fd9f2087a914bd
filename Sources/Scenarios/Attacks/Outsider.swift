import Protocols
import Vocabulary

/// The adversary's own host: a node like any client's. Its packets are made by the `Adversary`; what is answered ends here.
struct Outsider: StateMachine {
  mutating func step(_ input: Input, at now: Instant, into effects: inout Effects) {}
}
