/// The keys of one handshake, how far each direction has counted, and which records have come.
struct ChannelSession {
  /// Records this far behind the newest are refused unseen.
  static let windowLength: UInt64 = 64

  let number: UInt64
  private let sendKey: FieldKey
  private let receiveKey: FieldKey
  private var sent: UInt64 = 0
  /// One above the newest sequence number that came.
  private var received: UInt64 = 0
  /// Bit n: the n-th before the newest has come.
  private var window: UInt64 = 0
  private let cipher: FieldCipher

  init(_ keys: ChannelKeys, isInitiator: Bool, cipher: FieldCipher) {
    number = keys.session
    sendKey = isInitiator ? keys.fromInitiator : keys.fromResponder
    receiveKey = isInitiator ? keys.fromResponder : keys.fromInitiator
    self.cipher = cipher
  }

  mutating func seal(_ plain: [UInt8], _ meter: inout Meter) -> ChannelMessage {
    meter.charge(.cipherByte, plain.count)
    let sealed = cipher.encrypt(plain, key: sendKey, nonce: Self.nonce(sent))
    defer { sent += 1 }
    return .record(session: number, sequence: sent, sealed: sealed)
  }

  mutating func open(_ sealed: [UInt8], sequence: UInt64, _ meter: inout Meter) throws(DropReason) -> [UInt8] {
    guard isNew(sequence) else { throw .replayed }
    meter.charge(.cipherByte, sealed.count - FieldCipher.tagLength)
    guard let plain = cipher.decrypt(sealed[...], key: receiveKey, nonce: Self.nonce(sequence)) else {
      throw .badRecord
    }
    mark(sequence)
    return plain
  }

  private static func nonce(_ sequence: UInt64) -> [UInt8] { [0, 0, 0, 0] + sequence.wireBytes }

  private func isNew(_ sequence: UInt64) -> Bool {
    guard sequence < received else { return sequence < .max }
    let age = received - 1 - sequence
    return age < Self.windowLength && window >> age & 1 == 0
  }

  private mutating func mark(_ sequence: UInt64) {
    guard sequence >= received else {
      window |= 1 << (received - 1 - sequence)
      return
    }
    let step = sequence + 1 - received
    window = step < Self.windowLength ? window << step | 1 : 1
    received = sequence + 1
  }
}
