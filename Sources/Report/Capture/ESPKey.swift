/// What Wireshark needs to decrypt the ESP packets of one security association with AES-256-GCM.
public struct ESPKey: Hashable, Sendable {
  public var spi: UInt32
  /// IPv4 addresses of the end that encrypts and of the end that decrypts.
  public var source: UInt32
  public var destination: UInt32
  /// 32 bytes of key, then 4 of salt.
  public var key: [UInt8]

  public init(spi: UInt32, source: UInt32, destination: UInt32, key: [UInt8]) {
    precondition(key.count == 36, "a key of \(key.count) bytes")
    self.spi = spi
    self.source = source
    self.destination = destination
    self.key = key
  }

  /// A line of Wireshark's table `esp_sa`.
  public var line: String {
    let fields = [
      "IPv4", ESPKey.dotted(source), ESPKey.dotted(destination), "0x" + ESPKey.hexadecimal(spi),
      "AES-GCM with 16 octet ICV [RFC4106]", "0x" + key.map(ESPKey.hexadecimal).joined(), "NULL", "",
    ]
    return fields.map { "\"\($0)\"" }.joined(separator: ",")
  }

  /// Writes the table `esp_sa`, which Wireshark reads from the folder of its configuration.
  public static func write(_ keys: [ESPKey], to path: String) throws(FileError) {
    try AtomicFile.write(keys.map { $0.line + "\n" }.joined(), to: path)
  }

  private static func dotted(_ address: UInt32) -> String {
    "\(address >> 24).\(address >> 16 & 255).\(address >> 8 & 255).\(address & 255)"
  }

  private static func hexadecimal<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: Number.bitWidth / 4 - digits.count) + digits
  }
}
