import Vocabulary

/// Measures what encoding and decoding cost on this machine, through the ledger's own codec.
public struct CodecBenchmark {
  private let stopwatch: Stopwatch

  public init(_ stopwatch: Stopwatch) { self.stopwatch = stopwatch }

  /// The price of a codec byte: the mean of encoding and decoding a public configuration transaction of 400 B.
  public func prices() -> [MeasuredCost] {
    let cryptography = Cryptography(suite: .rsa2048PSS, mode: .modelled, seed: 1)
    let sender = cryptography.keyPair(named: "benchmark")
    let streams = RandomStreams(seed: 1)
    var stream = streams.stream("configuration")
    var builder = TransactionBuilder(
      cryptography: cryptography, sender: sender, stream: streams.stream("transaction"))
    let configuration = Configuration(
      cid: "chain/0", vid: "function/0", description: "a benchmark", configuration: stream.bytes(400))
    var meter = Meter()
    let bytes = configuration.transaction(to: nil, at: 0, with: &builder, &meter).bytes
    let reference = try? TransactionLayout.decode(bytes)
    guard let layout = reference else { preconditionFailure("a transaction of our own does not decode") }
    let fields = layout.fields.map { Array(bytes[$0]) }
    let (header, from) = (Array(bytes[layout.signature]), Array(bytes[layout.sender]))
    let encode = stopwatch.secondsPerCall { _ in
      let content = BSONWriter.encode(reserving: bytes.count) { w in
        w.string("type", layout.type.rawValue)
        w.datetime("timestamp", milliseconds: 0)
        w.binary("sender", from)
        for (field, value) in zip(layout.type.fields, fields) { w.binary(field.name, value) }
      }
      _ = BSONWriter.encode(reserving: bytes.count) { w in
        w.binary("header", header)
        w.encoded("content", document: content)
      }
    }
    let decode = stopwatch.secondsPerCall { _ in _ = try? TransactionLayout.decode(bytes) }
    let how = "mean of encoding and decoding a transaction of \(bytes.count) B"
    return [
      MeasuredCost(
        operation: Meter.Operation.codecByte.name, seconds: (encode + decode) / Double(2 * bytes.count), how: how)
    ]
  }
}
