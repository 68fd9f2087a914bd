import Foundation
import TestSupport
import Testing

@testable import Report

struct PacketCaptureTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test("a capture is a section, its interfaces and its packets, byte for byte")
  func bytes() throws {
    let capture = try PacketCapture(directory.path("a.pcapng"), interfaces: ["a-b"], application: "bed")
    try [1, 2, 3, 4, 5].withUnsafeBytes { bytes throws in
      try capture.write(bytes, on: 0, nanoseconds: 0x1_0000_0002)
    }
    try write(capture, [9], at: 7, comment: "lost")
    try capture.commit()
    let section: [UInt8] = [
      0x0A, 0x0D, 0x0D, 0x0A, 40, 0, 0, 0, 0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0,
      0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
      4, 0, 3, 0, 0x62, 0x65, 0x64, 0, 0, 0, 0, 0, 40, 0, 0, 0,
    ]
    let interface: [UInt8] = [
      1, 0, 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
      2, 0, 3, 0, 0x61, 0x2D, 0x62, 0, 9, 0, 1, 0, 9, 0, 0, 0, 0, 0, 0, 0, 40, 0, 0, 0,
    ]
    let plain: [UInt8] = [
      6, 0, 0, 0, 72, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 40, 0, 0, 0, 40, 0, 0, 0,
    ]
    let data = try Data(contentsOf: directory.url.appendingPathComponent("a.pcapng"))
    let found = [UInt8](data)
    #expect(Array(found.prefix(40)) == section)
    #expect(Array(found[40..<80]) == interface)
    // Five Int of eight bytes each.
    #expect(Array(found[80..<108]) == plain)
    #expect(found[108..<148].elementsEqual([1, 2, 3, 4, 5].flatMap { [UInt8($0), 0, 0, 0, 0, 0, 0, 0] }))
    #expect(Array(found[148..<152]) == [72, 0, 0, 0])
    let dropped: [UInt8] = [
      6, 0, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0,
      1, 0, 4, 0, 0x6C, 0x6F, 0x73, 0x74, 0, 0, 0, 0, 48, 0, 0, 0,
    ]
    #expect(Array(found[152...]) == dropped)
    #expect(capture.count == 2)
  }

  @Test("a capture streams: long before its end most of it is on the disk, under another name")
  func streaming() throws {
    let capture = try PacketCapture(directory.path("a.pcapng"), interfaces: ["x"], application: "bed")
    for time in 0..<1_000 { try write(capture, [UInt8](repeating: 7, count: 1_000), at: Int64(time)) }
    let names = directory.files()
    #expect(names.count == 1)
    #expect(names != ["a.pcapng"])
    let size = try Data(contentsOf: directory.url.appendingPathComponent(names[0])).count
    #expect(size > 900_000)
    try capture.commit()
    #expect(directory.files() == ["a.pcapng"])
    let whole = try Data(contentsOf: directory.url.appendingPathComponent("a.pcapng"))
    #expect(whole.count == 40 + 36 + 1_000 * 1_032)
  }

  @Test("a capture that is not committed leaves nothing")
  func abandoned() throws {
    do {
      let capture = try PacketCapture(directory.path("a.pcapng"), interfaces: [], application: "bed")
      #expect(capture.interfaces.isEmpty)
      #expect(directory.files().count == 1)
    }
    #expect(directory.files().isEmpty)
  }

  @Test("a capture under the name of a directory is refused")
  func refused() throws {
    let error = #expect(throws: FileError.self) {
      try PacketCapture(directory.path, interfaces: [], application: "bed")
    }
    #expect(error?.code == EISDIR)
  }

  @Test("keys stand in the words of Wireshark's table")
  func keys() throws {
    let key = ESPKey(spi: 0x1F2, source: 0x0A00_0001, destination: 0x0A00_0102, key: (0..<36).map { UInt8($0) })
    try ESPKey.write([key, key], to: directory.path("esp_sa"))
    let line =
      #""IPv4","10.0.0.1","10.0.1.2","0x000001f2","AES-GCM with 16 octet ICV [RFC4106]","#
      + #""0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223","NULL","""#
    #expect(try directory.read("esp_sa") == line + "\n" + line + "\n")
  }

  private func write(_ capture: PacketCapture, _ bytes: [UInt8], at time: Int64, comment: String? = nil) throws {
    try bytes.withUnsafeBytes { try capture.write($0, on: 0, nanoseconds: time, comment: comment) }
  }
}
