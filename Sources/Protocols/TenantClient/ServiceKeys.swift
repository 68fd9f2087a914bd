/// What opens a service transaction and its response; nobody else has it but the service that was asked.
struct ServiceKeys {
  /// Of the transaction's fields.
  let fields: FieldKey
  let response: FieldKey
}
