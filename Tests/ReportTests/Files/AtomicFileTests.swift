import Foundation
import TestSupport
import Testing

@testable import Report

struct AtomicFileTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("a committed file stands alone under its name")
  func commit() throws {
    try AtomicFile.write("one\n", to: directory.path("a.txt"))
    #expect(try directory.read("a.txt") == "one\n")
    try AtomicFile.write(Array("two\n".utf8), to: directory.path("a.txt"))
    #expect(try directory.read("a.txt") == "two\n")
    #expect(directory.files() == ["a.txt"])
  }

  @Test("until the commit the old file stands, and without one nothing is left")
  func abandoned() throws {
    try AtomicFile.write("old", to: directory.path("a.txt"))
    do {
      let file = try AtomicFile(directory.path("a.txt"))
      try file.write("new and unfinished")
      #expect(try directory.read("a.txt") == "old")
      #expect(directory.files().count == 2)
    }
    #expect(directory.files() == ["a.txt"])
    #expect(try directory.read("a.txt") == "old")
  }

  @Test("what a killed program has left is removed, and nothing else")
  func removeAbandoned() throws {
    for name in [".a.pcapng.17.0.partial", ".partial", ".a.partial", "b.17.0.partial"] {
      try directory.write("x", to: name)
    }
    AtomicFile.removeAbandoned(in: directory.path)
    #expect(directory.files() == [".a.partial", ".partial", "b.17.0.partial"])
    AtomicFile.removeAbandoned(in: directory.path("nowhere"))
  }

  @Test("two writers of one name do not mix")
  func concurrent() throws {
    let first = try AtomicFile(directory.path("a.txt"))
    let second = try AtomicFile(directory.path("a.txt"))
    try first.write("first")
    try second.write("second")
    try second.commit()
    try first.commit()
    #expect(try directory.read("a.txt") == "first")
    #expect(directory.files() == ["a.txt"])
  }

  @Test("a missing directory is one clear line")
  func missingDirectory() {
    let path = directory.path("no/a.txt")
    let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: path) }
    #expect(error?.description == "\(path): cannot create: No such file or directory")
  }

  @Test("a name that a directory has gives an error and leaves no partial file")
  func directoryInTheWay() throws {
    try directory.write("x", to: "taken/inside.txt")
    let path = directory.path("taken")
    let error = #expect(throws: FileError.self) { try AtomicFile.write("x", to: path) }
    #expect(error?.description == "\(path): cannot create: Is a directory")
    #expect(directory.files() == ["taken/inside.txt"])
    #expect(throws: FileError.self) { try AtomicFile.write("x", to: path + "/") }
  }

  @Test("what a link leads to is replaced, not the link; a device stays one")
  func links() throws {
    let folder = try TemporaryDirectory()
    try folder.write("old", to: "kept")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "kept")
    try AtomicFile.write("new", to: folder.path + "/link")
    #expect(try folder.read("kept") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/link") == "kept")
    try AtomicFile.check("/dev/null")
    try AtomicFile.write("gone", to: "/dev/null")
    #expect(
      try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type] as? FileAttributeType
        == .typeCharacterSpecial)
    #expect(throws: FileError.self) { try AtomicFile.write("lost", to: "/dev/full") }
  }

  @Test("a full disk is an error of the write")
  func fullDisk() throws {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let code = [UInt8](repeating: 1, count: 10_000).withUnsafeBytes { Descriptor.writeAll($0, to: full) }
    #expect(code == ENOSPC)
    #expect(
      FileError(path: "out/a.csv", action: "write", code: ENOSPC).description
        == "out/a.csv: cannot write: No space left on device")
  }

  @Test("directories are made with those above them; a file in the way is an error")
  func directories() throws {
    try Directory.create(directory.path("a/b/c"))
    try Directory.create(directory.path("a/b/c"))
    try AtomicFile.write("x", to: directory.path("a/b/c/d.txt"))
    let error = #expect(throws: FileError.self) { try Directory.create(directory.path("a/b/c/d.txt/e")) }
    #expect(error?.code == ENOTDIR)
    #expect(error?.path == directory.path("a/b/c/d.txt/e"))
  }
}
