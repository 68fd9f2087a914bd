/// The immutable bytes of one message as they cross the network.
///
/// A host that delivers the same bytes to many receivers may hand all of them the same object: what the first receiver
/// decodes is then kept and shared (`decoded`), while the meter charges each receiver in full. Changed bytes are
/// another `Payload`, decoded anew.
public final class Payload {
  public let bytes: [UInt8]
  private var memo: AnyObject?

  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The bytes with the message that they were encoded from, which is known to be what decoding would give.
  public init(_ bytes: [UInt8], decoded: AnyObject) {
    self.bytes = bytes
    self.memo = decoded
  }

  public var count: Int { bytes.count }

  /// What `decode` makes of the bytes: computed once, whoever asks. All callers of one payload use the same type.
  public func decoded<Message: AnyObject>(_ decode: ([UInt8]) -> Message) -> Message {
    if let memo { return unsafeDowncast(memo, to: Message.self) }
    let message = decode(bytes)
    memo = message
    return message
  }
}
