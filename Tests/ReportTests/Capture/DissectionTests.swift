import Foundation
import Protocols
import Report
import TestSupport
import Testing
import Vocabulary

/// Wireshark's opinion of our packets and captures.
@Suite(.enabled(if: Tshark.isInstalled, "tshark is not installed"))
struct DissectionTests {
  private let directory: TemporaryDirectory
  private let association = SecurityAssociation(
    spi: 0x1234, key: (0..<36).map { UInt8(255 - $0) }, path: EncryptionPathID(9), source: 0x0A00_000A,
    destination: 0x0A00_000B, expiry: .never)!
  private let secret = Array("the marker of an encrypted flow".utf8)

  init() throws { directory = try TemporaryDirectory() }

  private func user() -> PacketBuffer {
    let packet = PacketBuffer(secret)
    UDPHeader.push(
      on: packet, sourcePort: 4_000, destinationPort: 9_999,
      checksum: .between(source: SamplePackets.client, destination: SamplePackets.server))
    IPv4Header(totalLength: 0, transport: .udp, source: SamplePackets.client, destination: SamplePackets.server)
      .push(on: packet)
    return packet
  }

  /// A packet on each kind of link, with the protocols that tshark must find in it.
  private func packets() throws -> [(PacketBuffer, String)] {
    var outbound = OutboundAssociation(association, mode: .real)
    var meter = Meter()
    var integrity = HeaderIntegrity()
    let key = FieldKey(bytes: [UInt8](repeating: 5, count: 32))!
    integrity.install(IntegrityKey(identifier: 77, key: key, mode: .real))

    let plain = user()
    SamplePackets.frame(plain, .ipv4)
    let service = user()
    SamplePackets.service(path: 5, index: 254).push(on: service)
    let remote = service.copy()
    SamplePackets.tunnel(remote)
    let guarded = service.copy()
    try integrity.protect(guarded, wallClock: .start + .seconds(3), &meter)
    let tagged = service.copy()
    try SamplePackets.nest(tagged)
    let encrypted = service.copy()
    try outbound.seal(encrypted, at: 8, now: .start, &meter)
    try SamplePackets.nest(encrypted, over: 9, index: 254)
    let between = service.copy()
    try outbound.seal(between, at: 8, now: .start, &meter)
    try SamplePackets.nest(between, over: 9, index: 254)
    SamplePackets.tunnel(between)
    let everything = guarded.copy()
    try outbound.seal(everything, at: 44, now: .start, &meter)
    try SamplePackets.nest(everything, over: 9, index: 254)
    try integrity.protect(everything, wallClock: .start + .seconds(3), &meter)
    SamplePackets.tunnel(everything)
    let fixed = user()
    NetworkServiceHeader(path: ServicePathID(6), metadataType: .fixed).push(on: fixed)
    for packet in [service, guarded, tagged, encrypted, fixed] { SamplePackets.frame(packet, .nsh) }

    let segment = PacketBuffer(count: 100)
    var options = TCPOptions()
    options.maximumSegmentSize = 1_400
    options.windowScale = 7
    options.permitsSelectiveAcknowledgment = true
    options.timestamps = TCPOptions.Timestamps(value: 5, echo: 0)
    TCPHeader(sourcePort: 40_000, destinationPort: 9_998, sequence: 1, flags: .syn, window: 512, options: options)
      .push(on: segment, source: SamplePackets.client, destination: SamplePackets.server)
    IPv4Header(totalLength: 0, transport: .tcp, source: SamplePackets.client, destination: SamplePackets.server)
      .push(on: segment)
    SamplePackets.frame(segment, .ipv4)
    let echo = PacketBuffer(count: 56)
    ICMPEcho(kind: .request, identifier: 1, sequence: 2).push(on: echo)
    IPv4Header(totalLength: 0, transport: .icmp, source: SamplePackets.client, destination: SamplePackets.server)
      .push(on: echo)
    SamplePackets.frame(echo, .ipv4)

    let inner = "ip:udp:data"
    return [
      (plain, "eth:ethertype:" + inner),
      (service, "eth:ethertype:nsh:" + inner),
      (fixed, "eth:ethertype:nsh:" + inner),
      (guarded, "eth:ethertype:nsh:" + inner),
      (tagged, "eth:ethertype:nsh:nsh:" + inner),
      (encrypted, "eth:ethertype:nsh:nsh:ip:esp:" + inner),
      (remote, "eth:ethertype:ip:udp:nsh:" + inner),
      (between, "eth:ethertype:ip:udp:nsh:nsh:ip:esp:" + inner),
      (everything, "eth:ethertype:ip:udp:nsh:nsh:ip:esp:" + inner),
      (segment, "eth:ethertype:ip:tcp:data"),
      (echo, "eth:ethertype:ip:icmp:data"),
    ]
  }

  @Test("tshark dissects a packet of every kind without complaint, and decrypts ESP with the keys beside it")
  func everyKind() throws {
    let packets = try packets()
    let capture = try PacketCapture(
      directory.path("capture.pcapng"), interfaces: ["classifier-inner", "gateway-gateway"], application: "test")
    for (number, (packet, _)) in packets.enumerated() {
      try packet.withUnsafeBytes { bytes throws in
        try capture.write(
          bytes, on: number % 2, nanoseconds: 1_000_000_001 * Int64(number),
          comment: number == 3 ? "dropped: bad-authentication" : nil)
      }
    }
    try capture.commit()
    try ESPKey.write(
      [
        ESPKey(
          spi: association.spi, source: association.source, destination: association.destination,
          key: association.key.bytes
            + [UInt8](repeating: 0, count: 4).indices.map { index in
              UInt8(truncatingIfNeeded: association.salt >> UInt32(24 - 8 * index))
            })
      ], to: directory.path("esp_sa"))

    let fields = [
      "frame.protocols", "_ws.malformed", "_ws.expert.message", "frame.interface_name", "frame.time_epoch",
      "frame.comment", "data.data", "esp.icv_good", "ip.checksum.status", "udp.checksum.status", "tcp.checksum.status",
      "icmp.checksum.status", "nsh.spi", "nsh.si", "vxlan.vni",
    ]
    let rows = try Tshark.rows(of: directory, fields: fields)
    #expect(rows.count == packets.count)
    let marker = secret.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    for (number, (row, (_, protocols))) in zip(rows, packets).enumerated() {
      #expect(row["frame.protocols"] == protocols)
      #expect(row["_ws.malformed"] == "")
      // TCP's own remarks on a SYN are no complaints.
      if !protocols.contains("tcp") { #expect(row["_ws.expert.message"] == "") }
      #expect(row["frame.interface_name"] == ["classifier-inner", "gateway-gateway"][number % 2])
      let digits = String(number)
      #expect(row["frame.time_epoch"] == "\(number)." + String(repeating: "0", count: 9 - digits.count) + digits)
      #expect(row["frame.comment"] == (number == 3 ? "dropped: bad-authentication" : ""))
      if protocols.hasSuffix("udp:data") { #expect(row["data.data"] == marker) }
      if protocols.contains("esp") { #expect(row["esp.icv_good"] == "1") }
      // 0: bad; 1: good; 2: not looked at; 3: there is none.
      for field in ["ip", "udp", "tcp", "icmp"] {
        let status = row[field + ".checksum.status"] ?? ""
        #expect(!status.split(separator: ",").contains("0"), "\(field) of packet \(number)")
      }
      #expect(row["ip.checksum.status"]?.hasPrefix("1") == true)
    }
    #expect(rows[8]["nsh.spi"] == "5,5")
    #expect(rows[8]["nsh.si"] == "254,254")
    #expect(rows[8]["vxlan.vni"] == "1")
  }

  @Test("without the keys nothing of the encrypted flow is to be seen")
  func withoutKeys() throws {
    let capture = try PacketCapture(directory.path("capture.pcapng"), interfaces: ["x"], application: "test")
    for (packet, protocols) in try packets() where protocols.contains("esp") {
      try packet.withUnsafeBytes { bytes throws in try capture.write(bytes, on: 0, nanoseconds: 0) }
    }
    try capture.commit()
    let rows = try Tshark.rows(of: directory, fields: ["frame.protocols"])
    #expect(rows.count == 3)
    for row in rows { #expect(row["frame.protocols"]?.hasSuffix("nsh:nsh:ip:esp") == true) }
    let bytes = try Data(contentsOf: directory.url.appendingPathComponent("capture.pcapng"))
    #expect(bytes.range(of: Data(secret.prefix(8))) == nil)
  }
}
