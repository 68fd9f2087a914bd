import Protocols
import Vocabulary

/// Makes the transactions of one writer: public or encrypted configuration transactions of a fixed configuration size.
///
/// Precomputed transactions depend on the scenario's seed, the writer, the size and their number only, not on the
/// replication: replications and sweep points of one process share the signatures.
struct TransactionSource {
  let writer: Int
  let configurationBytes: Int
  /// Present for encrypted transactions: whom they are for.
  let recipient: PublicKey?
  let crypto: Cryptography
  let keyPair: KeyPair
  let streams: RandomStreams
  private(set) var made: Int64 = 0

  init(
    writer: Int, configurationBytes: Int, encrypted: Bool, crypto: Cryptography, streams: RandomStreams
  ) {
    self.writer = writer
    self.configurationBytes = configurationBytes
    self.crypto = crypto
    self.streams = streams
    keyPair = crypto.keyPair(named: "tenant/\(writer)")
    recipient = encrypted ? crypto.keyPair(named: "vnf/\(writer)").publicKey : nil
  }

  /// The next transaction, signed. Its making is charged to `meter`; pass a spare meter for a precomputed one.
  mutating func next(at timestamp: Int64, _ meter: inout Meter) -> Transaction {
    made += 1
    let name = "workload/writer/\(writer)/\(configurationBytes)/\(made)"
    var stream = streams.stream(name)
    let fields = ConfigurationFields(
      cid: "writer-\(writer)", vid: String(made), description: "", configuration: configuration(&stream))
    return TransactionFactory(crypto: crypto).configuration(
      fields, timestamp: timestamp, sender: keyPair, recipient: recipient, &stream, &meter)
  }

  /// Random bytes: fresh ones at the start, then a block of them over and over.
  private func configuration(_ stream: inout RandomStream) -> [UInt8] {
    let block = stream.bytes(min(configurationBytes, 4_096))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(configurationBytes)
    while bytes.count + block.count <= configurationBytes { bytes += block }
    bytes += block.prefix(configurationBytes - bytes.count)
    return bytes
  }
}
