extension DecodingError {
  static func outOfRange(_ decoder: any Decoder, _ what: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "\(what): out of range"))
  }
}
