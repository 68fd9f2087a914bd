@main
struct Chainbed {
  static func main() {}
}
