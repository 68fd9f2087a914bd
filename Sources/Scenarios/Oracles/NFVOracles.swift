import Protocols
import Vocabulary

/// What an NFV run is held to beside what its chains are: docs/models/oracles.md.
final class NFVOracles {
  let path: NFVPathOracle
  let response: NFVResponseOracle
  let secret: NFVSecretOracle
  let authority = NFVAuthorityOracle()
  let operation = NFVOperationOracle()
  let belief = NFVBeliefOracle()
  let configuration = NFVConfigurationOracle()

  /// `services`: by domain.
  init(sites: Int, crypto: Cryptography, services: [[KeyPair]], tenants: [KeyPair]) {
    path = NFVPathOracle(sites: sites)
    response = NFVResponseOracle(crypto, services: services)
    secret = NFVSecretOracle(marker: NFVClients.planted)
    for pair in tenants { secret.plant(pair, "a tenant") }
    for pair in services.joined() { secret.plant(pair, "a service client") }
  }

  var violations: [Violation] {
    path.violations + response.violations + secret.violations + authority.violations + operation.violations
      + belief.violations + configuration.violations
  }

  /// A tenant has replaced its own key pairs.
  func replaced(_ client: TenantClient, at now: Instant) {
    for pair in [client.pairs.repository] + client.pairs.domains { secret.plant(pair, "a tenant") }
    guard let former = client.formerPairs.last else { return }
    authority.replaced(former.repository.publicKey, dated: client.latestTimestamp, at: now)
  }
}
