import Parts

extension Method {
  /// Cross-entropy on the labeled images and nothing else.
  public static let supervised = Method(
    "supervised", "Cross-entropy on the labeled images alone", source: "reference",
    losses: ["supervised"])
}
