import Protocols

extension KeyFile {
  /// Reads and checks a key file. Whether a pair's two keys belong together is found out when they are used.
  public init(path: String) throws(LedgerFileError) {
    let object = try JSONFields.object(try LedgerFile.json(path), path, "the file")
    let fields = JSONFields(path: path, place: "", object)
    try fields.allow(["secret", "holder", "suite", "crypto", "ledgers"])
    _ = try fields.text("secret")
    holder = try fields.text("holder")
    suite = try fields.choice("suite")
    mode = try fields.choice("crypto")
    ledgers = []
    for section in try fields.objects("ledgers") { ledgers.append(try Self.section(section)) }
  }

  private static func section(_ fields: JSONFields) throws(LedgerFileError) -> Section {
    try fields.allow(["name", "federation", "pairs", "contacts", "requests"])
    let federation = FederationID(try fields.digest("federation"))
    var section = Section(name: try fields.text("name"), federation: federation, pairs: [])
    for pair in try fields.objects("pairs") {
      try pair.allow(["name", "public", "secret"])
      section.pairs.append(
        Pair(try pair.text("name"), publicKey: try pair.bytes("public"), secret: try pair.digest("secret")))
    }
    for contact in try fields.objects("contacts") {
      try contact.allow(["name", "public"])
      section.contacts.append(Contact(try contact.text("name"), publicKey: try contact.bytes("public")))
    }
    for request in try fields.objects("requests") {
      try request.allow(["transaction", "key", "responseKey"])
      section.requests.append(
        Request(
          transaction: try request.digest("transaction"),
          key: request.isNull("key") ? nil : try request.fieldKey("key"),
          responseKey: try request.fieldKey("responseKey")))
    }
    return section
  }
}

extension JSONFields {
  fileprivate func fieldKey(_ key: String) throws(LedgerFileError) -> FieldKey {
    guard let value = FieldKey(bytes: try bytes(key)) else {
      throw LedgerFileError(path, "\(place)\(key): is not \(FieldKey.byteCount) bytes in base64")
    }
    return value
  }

  fileprivate func digest(_ key: String) throws(LedgerFileError) -> Digest {
    let text = try text(key)
    let digits = text.compactMap { $0.isASCII ? $0.hexDigitValue : nil }
    guard text.count == 2 * Digest.byteCount, digits.count == text.count,
      let digest = Digest(
        bytes: stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
    else { throw LedgerFileError(path, "\(place)\(key): is not \(2 * Digest.byteCount) hexadecimal digits") }
    return digest
  }
}
