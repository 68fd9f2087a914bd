import Protocols
import Vocabulary

/// Makes the transactions of one writer: public or encrypted configuration transactions of a fixed configuration size.
///
/// What a precomputed transaction holds depends on the run's seed, the writer, the size and its number only: points of a
/// sweep share the signatures.
struct TransactionSource {
  let writer: Int
  let configurationBytes: Int
  /// Present for encrypted transactions: whom they are for.
  let recipient: PublicKey?
  let crypto: Cryptography
  let keyPair: KeyPair
  let streams: RandomStreams
  private(set) var made: Int64 = 0

  /// `vnf`: whom encrypted transactions are for; the writer's own when nil.
  init(writer: Int, _ workload: WorkloadSpec, vnf: Int? = nil, crypto: Cryptography, streams: RandomStreams) {
    self.writer = writer
    configurationBytes = Int(workload.configuration.bytes)
    self.crypto = crypto
    self.streams = streams
    keyPair = crypto.keyPair(named: "tenant/\(writer)")
    recipient =
      switch workload.recipient {
      case .public: nil
      case .encrypted: crypto.keyPair(named: "vnf/\(vnf ?? writer)").publicKey
      }
  }

  /// The next transaction, signed. Its making is charged to `meter`; pass a spare meter for a precomputed one.
  mutating func next(at timestamp: Int64, _ meter: inout Meter) -> Transaction {
    made += 1
    var stream = streams.stream("workload/writer/\(writer)/\(configurationBytes)/\(made)")
    let configuration = Configuration(
      cid: "writer-\(writer)", vid: String(made), description: "", configuration: bytes(&stream))
    var builder = TransactionBuilder(cryptography: crypto, sender: keyPair, stream: stream)
    return configuration.transaction(to: recipient, at: timestamp, with: &builder, &meter)
  }

  /// Random bytes: fresh ones at the start, then a block of them over and over.
  private func bytes(_ stream: inout RandomStream) -> [UInt8] {
    let block = stream.bytes(min(configurationBytes, 4_096))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(configurationBytes)
    while bytes.count < configurationBytes { bytes += block.prefix(configurationBytes - bytes.count) }
    return bytes
  }
}
