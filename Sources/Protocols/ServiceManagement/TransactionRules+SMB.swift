extension TransactionRules {
  /// The rules of the service-management blockchain.
  public static func serviceManagement(maximumBytes: Int) -> TransactionRules {
    TransactionRules(types: [.service, .response], maximumBytes: maximumBytes)
  }
}
