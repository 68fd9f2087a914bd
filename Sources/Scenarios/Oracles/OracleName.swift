/// The oracles, as results and capsules name them: docs/models/oracles.md.
enum OracleName: String, CaseIterable {
  case agreement
  case validity
  case index
  case durability
  case clientDurability = "client-durability"
  case progress
  case starvation
  case backlog
  case accountability

  case path
  case operation
  case response
  case secrecy
  case belief
  case configuration
  case authority

  case plaintext
  case chainOrder = "chain-order"
  case isolation
  case conservation
  case forgery
  case forwardingState = "forwarding-state"
  case committedRules = "committed-rules"
}
