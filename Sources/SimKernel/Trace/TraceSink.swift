/// Takes the records of a trace in batches, in order: a hash for the fingerprint, a file, or both.
public protocol TraceSink: AnyObject {
  /// The bytes of whole records (`TraceRecord`); valid during the call only.
  func absorb(_ bytes: UnsafeRawBufferPointer)
}
