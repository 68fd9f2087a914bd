import Vocabulary

extension Disk {
  /// Puts a file with this content in the place of what the file held, durable at once: what the administrator of the
  /// machine does, not its program. A read of the file that is under way gets the new content, as a whole.
  public func install(_ file: Int, _ content: ByteRope) {
    open(file)
    files[file] = DiskFile(holding: content)
    if headFile == file { headFile = -1 }
    for slot in pending.indices where pending[slot].file == file && !pending[slot].isAnswered {
      precondition(pending[slot].operation == .read, "\(node) syncs file \(file), which is being replaced")
      pending[slot].range = 0..<files[file].size
      pending[slot].missed = []
    }
  }
}
