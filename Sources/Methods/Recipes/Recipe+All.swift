extension Recipe {
  /// All recipes; a new one is one line here.
  public static let all: [Recipe] = [.standard, .paper, .usb, .fixMatch]
}
