import Parts

extension Method {
  /// UDA: sharpened soft labels from weak views teach strong views.
  public static let uda = Method(
    "uda", "Sharpened soft labels of the weak view teach the strong view",
    source: "Xie et al., 2020, arXiv 1904.12848",
    threshold: PartChoice("fixed", ["threshold": 0.8, "labels": "soft", "temperature": 0.4]),
    losses: ["supervised", "pseudo-label"])
}
