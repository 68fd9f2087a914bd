/// The configuration-repository blockchain of `crb-smb`.
enum CRBSchema {
  static let crb = Field("crb", .mapping(chain), "The configuration-repository blockchain")

  /// What there is to say of any of the thesis's blockchains.
  static let chain = Kind.Mapping(
    fields: [
      Field("modules", .scalar(.count(1...1000)), "Blockchain modules, each on a host of its own", required: true),
      Field(
        "consensus",
        .scalar(
          .choice([
            .init(word: "pbft", doc: "the paper's PBFT variant, section 2.3.3"),
            .init(word: "raft", doc: "Raft, which stands crashes only"),
          ])), "How blocks are agreed on", default: "pbft"),
      Field(
        "signature",
        .scalar(
          .choice([
            .init(word: "rsa-2048-pss", doc: "RSA-2048 PSS with SHA-256, as the paper"),
            .init(word: "rsa-3072-pss", doc: "the same with 3,072 bits"),
            .init(word: "ed25519", doc: "Ed25519; only signs"),
            .init(word: "ecdsa-p256", doc: "ECDSA on P-256; only signs"),
          ])), "Signature suite of modules and writers", default: "rsa-2048-pss"),
      Field(
        "crypto",
        .scalar(
          .choice([
            .init(word: "real", doc: "signs, verifies and encrypts for real"),
            .init(word: "modelled", doc: "keyed digests of the same size and price, for large runs"),
          ])), "Whether cryptography is computed or stood in for", default: "real"),
      Field(
        "block",
        .mapping([
          Field(
            "maximum", .scalar(.size(1_000...1_000_000_000)), "Largest block content; more waits for the next block",
            default: "16 MB"),
          Field(
            "interval", .scalar(.time(1_000...3_600_000_000_000)), "Wait between a decided block and the next proposal",
            default: "200 ms"),
        ]), "How blocks are cut"),
      Field(
        "pending",
        .mapping([
          Field(
            "transactions", .scalar(.count(1...10_000_000)), "Most transactions that a module holds for later blocks",
            default: "100000"),
          Field(
            "bytes", .scalar(.size(1_000...64_000_000_000)), "Most bytes that a module holds for later blocks",
            default: "64 MB"),
        ]), "What a module buffers; more is refused"),
      Field(
        "view-change-timeout", .scalar(.time(1_000_000...86_400_000_000_000)),
        "How long a backup waits for a decision before it suspects the primary; doubles each time. Raft: the least time before an election",
        default: "10 s"),
      Field(
        "tolerates", .scalar(.count(0...333)),
        "Faulty modules that the run claims to tolerate; at most a third of the others, with Raft half"),
    ], name: "blockchain")
}
