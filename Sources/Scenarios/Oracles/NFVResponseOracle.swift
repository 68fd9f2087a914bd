import Protocols
import Vocabulary

/// Each service transaction is carried out once at most, and answered by one response in its ledger (crb-smb 3.5): within a
/// time, where its service can.
final class NFVResponseOracle {
  private var found = ViolationList(.response)
  var violations: [Violation] { found.all }

  private struct Service {
    var header: [UInt8]
    var key: FieldKey
    /// Whose service it is, by place among those of its SMB, and when it was decided.
    var service: Int
    var since: Instant
    var responses = 0
  }

  private let crypto: Cryptography
  /// Of the services of each SMB.
  private let pairs: [[KeyPair]]
  /// By SMB.
  private var heights: [Int64]
  private var services: [[Service]]
  private var spare = Meter()

  init(_ crypto: Cryptography, services pairs: [[KeyPair]]) {
    self.crypto = crypto
    self.pairs = pairs
    heights = pairs.map { _ in 0 }
    services = pairs.map { _ in [] }
  }

  /// An honest module of an SMB has appended a block.
  func appended(_ block: Block, height: Int64, domain: Int, at now: Instant) {
    guard height > heights[domain] else { return }
    heights[domain] = height
    for transaction in block.content.transactions {
      guard let layout = transaction.layout else { continue }
      switch layout.type {
      case .service: took(transaction, layout, domain, at: now)
      case .response: answered(transaction, layout, domain, at: now)
      case .configuration, .configurationRequest: continue
      }
    }
  }

  private func took(_ transaction: Transaction, _ layout: TransactionLayout, _ domain: Int, at now: Instant) {
    let recipient = transaction.bytes[layout.recipient]
    guard let place = pairs[domain].firstIndex(where: { $0.publicKey.encoded.elementsEqual(recipient) }),
      let opened = try? OpenedTransaction(opening: transaction, with: pairs[domain][place], crypto, &spare),
      let request = ServiceRequest(opened)
    else { return }
    services[domain].append(
      Service(
        header: Array(transaction.bytes[layout.signature]), key: request.responseKey, service: place, since: now))
  }

  private func answered(_ transaction: Transaction, _ layout: TransactionLayout, _ domain: Int, at now: Instant) {
    guard let tenant = crypto.publicKey(encoded: Array(transaction.bytes[layout.recipient])) else { return }
    // The latest is asked for most often.
    for place in services[domain].indices.reversed() {
      let service = services[domain][place]
      guard
        let opened = try? OpenedTransaction(opening: transaction, to: tenant, with: service.key, crypto, &spare),
        pairs[domain].contains(where: { $0.publicKey == opened.sender }),
        let response = ServiceResponse(opened), response.service == service.header
      else { continue }
      services[domain][place].responses += 1
      guard service.responses > 0 else { return }
      return found.report("a service transaction on smb-\(domain) has two responses", at: now)
    }
  }

  /// At the end, of a service that has had time for all that was decided before `deadline`.
  func finish(domain: Int, service: Int, decidedBefore deadline: Instant) {
    for request in services[domain] where request.service == service && request.responses == 0 {
      guard request.since < deadline else { return }
      found.report("a service transaction on smb-\(domain), decided at \(request.since.seconds) s, has no response")
    }
  }

  /// At the end: what a management service has written down, in both its files.
  func finish(journal files: [[UInt8]], site: Int) {
    var counts: [Digest: Int] = [:]
    for id in files.flatMap(ManagementJournal.completed) {
      counts[id, default: 0] += 1
      guard counts[id] == 2 else { continue }
      found.report("the platform of site \(site) has carried out a request twice")
    }
  }
}
