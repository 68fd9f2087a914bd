/// Data centers managed through the two blockchains of `crb-smb`.
enum NFVSchema {
  private static let day: Int64 = 86_400_000_000_000
  private static let vnfs = Field("vnfs", .scalar(.count(1...64)), "VNFs in a chain", default: "1")

  static let nfv = Field(
    "nfv",
    .mapping([
      Field(
        "crb", .mapping(CRBSchema.chain), "The configuration-repository blockchain, of all tenants", required: true),
      Field("smb", .mapping(CRBSchema.chain), "The service-management blockchain of each domain", required: true),
      Field(
        "domains", .scalar(.count(1...64)),
        "Management domains, each with an SMB; data center i belongs to domain i modulo this", default: "1"),
      Field("sites", .scalar(.count(1...64)), "Data centers, each with a management service", default: "1"),
      Field("vnf-hosts", .scalar(.count(1...256)), "Hosts for VNFs in each data center", default: "8"),
      Field("tenants", .scalar(.count(1...256)), "Tenants, each on a host", default: "1"),
      Field(
        "access",
        .scalar(
          .choice([
            .init(word: "blockchain", doc: "by service transactions on the SMB"),
            .init(word: "direct", doc: "by messages to the management service: the native way, for comparison"),
          ])), "How tenants reach management services", default: "blockchain"),
      Field("task", task, "What each tenant does, one operation after another", required: true),
      Field(
        "pause", WorldSchema.distribution(from: 0),
        "From the end of an operation to the start of the next, drawn anew each time", default: "1 s"),
      Field(
        "migration-attempts", .scalar(.count(1...1_000)),
        "How often a migration is begun that fails and is taken back, before it is reported as failed", default: "3",
        when: .with("migrations", of: "task")),
      Field(
        "key-rotation", .scalar(.time(1_000_000_000...day)),
        "How often each tenant replaces its own key pairs, whatever else it has begun; its task goes on between two "
          + "replacements; without it, never"),
      Field(
        "configuration", .scalar(.size(1...100_000_000)), "Size of a VNF's configuration", default: "400 B",
        when: .withAny(["migrations", "configurations"], of: "task")),
      Field(
        "poll",
        .mapping([
          Field("vnf", .scalar(.time(1_000_000...day)), "How often a VNF asks for configurations", default: "1 s"),
          Field(
            "service", .scalar(.time(1_000_000...day)), "How often a service client asks for requests", default: "1 s"),
          Field("tenant", .scalar(.time(1_000_000...day)), "How often a tenant asks for responses", default: "1 s"),
        ]), "How often clients ask modules"),
      Field(
        "patience", .scalar(.time(1_000_000...day)),
        "How long a client waits for a module before it turns to the next", default: "2 s"),
    ]), "Data centers managed through both blockchains")

  private static let task: Kind = {
    let forms = [
      Field("chains", .mapping([vnfs]), "Creates a chain of new VNFs, and deletes them"),
      Field(
        "configurations", .mapping([vnfs]),
        "Creates VNFs in one group, then in rounds: configures one, asks it for its configuration, replaces the key pair of the "
          + "next, configures the group, publishes a template; every fourth round another group. A VNF that does not answer is "
          + "made anew"),
      Field(
        "migrations", .mapping([vnfs]),
        "Creates a chain once, then moves its first VNF from data center to data center"),
    ]
    return .either(
      .choice([.init(word: "requests", doc: "switches a chain's path between two VNFs")]),
      Kind.Mapping(fields: forms, exactlyOneOf: forms.map(\.key)))
  }()
}
