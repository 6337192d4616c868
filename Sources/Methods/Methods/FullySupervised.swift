import Parts

extension Method {
  /// Cross-entropy on all training images with their labels: what more labels would give.
  package static let fullySupervised = Method(
    "fully-supervised",
    "Cross-entropy on all training images, whatever the split: the upper reference",
    source: "reference", losses: ["supervised"], usesAllLabels: true)
}
