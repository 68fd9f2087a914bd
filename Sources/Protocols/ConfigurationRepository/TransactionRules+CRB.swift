extension TransactionRules {
  /// The rules of the configuration-repository blockchain.
  public static func configurationRepository(maximumBytes: Int) -> TransactionRules {
    TransactionRules(types: [.configuration, .configurationRequest], maximumBytes: maximumBytes)
  }
}
