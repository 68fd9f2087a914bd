import Foundation
import Protocols
import Report

/// The keys of one holder, with which an auditor reads the holder's history in ledgers: docs/formats/keys.md. Whoever has
/// the file reads and signs as its holder.
public struct KeyFile: Hashable {
  /// A key pair, and what its holder calls it.
  public struct Pair: Hashable {
    public var name: String
    /// SubjectPublicKeyInfo, DER.
    public var publicKey: [UInt8]
    /// What the private key is expanded from.
    public var secret: Digest

    public init(_ name: String, _ pair: KeyPair) {
      self.init(name, publicKey: pair.publicKey.encoded, secret: pair.secret)
    }

    public init(_ name: String, publicKey: [UInt8], secret: Digest) {
      self.name = name
      self.publicKey = publicKey
      self.secret = secret
    }
  }

  /// Somebody else whom the holder knows.
  public struct Contact: Hashable {
    public var name: String
    /// SubjectPublicKeyInfo, DER.
    public var publicKey: [UInt8]

    public init(_ name: String, publicKey: [UInt8]) {
      self.name = name
      self.publicKey = publicKey
    }
  }

  /// A service transaction that the holder has made, and what opens it and its response.
  public struct Request: Hashable {
    /// The id of the service transaction.
    public var transaction: Digest
    /// Of its fields; nil if the holder did not keep it.
    public var key: FieldKey?
    public var responseKey: FieldKey

    public init(transaction: Digest, key: FieldKey?, responseKey: FieldKey) {
      self.transaction = transaction
      self.key = key
      self.responseKey = responseKey
    }
  }

  /// What the holder has for the ledger of one federation.
  public struct Section: Hashable {
    public var name: String
    /// The federation id: docs/formats/membership.md.
    public var federation: FederationID
    public var pairs: [Pair]
    public var contacts: [Contact]
    public var requests: [Request]

    public init(
      name: String, federation: FederationID, pairs: [Pair], contacts: [Contact] = [], requests: [Request] = []
    ) {
      self.name = name
      self.federation = federation
      self.pairs = pairs
      self.contacts = contacts
      self.requests = requests
    }
  }

  public var holder: String
  public var suite: SignatureSuite
  public var mode: CryptoMode
  public var ledgers: [Section]

  public init(holder: String, suite: SignatureSuite, mode: CryptoMode, ledgers: [Section]) {
    self.holder = holder
    self.suite = suite
    self.mode = mode
    self.ledgers = ledgers
  }

  static let warning = "private keys of a simulation: whoever has this file reads and signs as its holder"

  /// The file's text: one JSON object.
  public var json: String {
    let fields: JSONValue = [
      "secret": .string(Self.warning),
      "holder": .string(holder),
      "suite": .string(suite.rawValue),
      "crypto": .string(mode.rawValue),
      "ledgers": .array(ledgers.map(Self.json)),
    ]
    return JSONWriter.text(fields)
  }

  private static func json(_ section: Section) -> JSONValue {
    [
      "name": .string(section.name),
      "federation": .string(section.federation.description),
      "pairs": .array(
        section.pairs.map {
          ["name": .string($0.name), "public": base64($0.publicKey), "secret": .string($0.secret.description)]
        }),
      "contacts": .array(section.contacts.map { ["name": .string($0.name), "public": base64($0.publicKey)] }),
      "requests": .array(
        section.requests.map { request in
          [
            "transaction": .string(request.transaction.description),
            "key": request.key.map { base64($0.bytes) } ?? .null,
            "responseKey": base64(request.responseKey.bytes),
          ]
        }),
    ]
  }

  private static func base64(_ bytes: [UInt8]) -> JSONValue { .string(Data(bytes).base64EncodedString()) }
}
