extension Method {
  /// Cross-entropy on the labeled images and nothing else.
  public static let supervised = Method(
    name: "supervised", summary: "Cross-entropy on the labeled images alone",
    source: "reference", settings: [MethodSettings.supervisedWeight]
  ) { parts in
    parts.pipeline(losses: [parts.supervised])
  }

  /// Cross-entropy on all training images with their labels: what more labels would give.
  public static let fullySupervised = Method(
    name: "fully-supervised",
    summary: "Cross-entropy on all training images, whatever the split: the upper reference",
    source: "reference", settings: [MethodSettings.supervisedWeight], usesAllLabels: true
  ) { parts in
    parts.pipeline(losses: [parts.supervised])
  }
}
