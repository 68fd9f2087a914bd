/// The keys of one handshake, how far each direction has counted, and which records have come.
struct ChannelSession {
  let number: UInt64
  private let sendKey: FieldKey
  private let receiveKey: FieldKey
  private var sent: UInt32 = 0
  private var window = ReplayWindow()
  private let cipher: FieldCipher

  init(_ keys: ChannelKeys, isInitiator: Bool, cipher: FieldCipher) {
    number = keys.session
    sendKey = isInitiator ? keys.fromInitiator : keys.fromResponder
    receiveKey = isInitiator ? keys.fromResponder : keys.fromInitiator
    self.cipher = cipher
  }

  /// Nil when every sequence number has been used: a nonce serves a key once.
  mutating func seal(_ plain: [UInt8], _ meter: inout Meter) -> ChannelMessage? {
    guard sent < .max else { return nil }
    sent += 1
    meter.charge(.cipherByte, plain.count)
    return .record(
      session: number, sequence: sent, sealed: cipher.encrypt(plain, key: sendKey, nonce: Self.nonce(sent)))
  }

  mutating func open(_ sealed: [UInt8], sequence: UInt32, _ meter: inout Meter) throws(DropReason) -> [UInt8] {
    guard window.accepts(sequence) else { throw .replayed }
    meter.charge(.cipherByte, sealed.count - FieldCipher.tagLength)
    guard let plain = cipher.decrypt(sealed[...], key: receiveKey, nonce: Self.nonce(sequence)) else {
      throw .badRecord
    }
    window.insert(sequence)
    return plain
  }

  private static func nonce(_ sequence: UInt32) -> [UInt8] { [UInt8](repeating: 0, count: 8) + sequence.wireBytes }
}
