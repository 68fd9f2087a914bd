// ProtocolsTests
