/// What is known and what is inferred about the method of arXiv 2601.05556.
///
/// Cai, Yu, Xu, Liu, Sun and Liang, "Semi-supervised facial expression recognition based on dynamic
/// threshold and negative learning", 2026. Its abstract names the parts; the formulas were not
/// available, so they follow published ancestors, and every choice is an option.
///
/// | part | known from the abstract | taken from |
/// |---|---|---|
/// | local attention with random dropping of feature maps | its name and purpose | TransFER (arXiv 2108.11116): two branches, reduction 16, one branch dropped with probability 0.6 |
/// | Dynamic Threshold Adjustment (DTA) | a threshold that changes, for each class | Ada-CM (arXiv 2203.12341): 0.97 of the class's mean labeled confidence, scaled by the epoch, at least 0.8 |
/// | Selective Negative Learning (SNL) | learns from low-confidence images what they are not | NLNL (arXiv 1908.07387) for which images, UPS (arXiv 2101.06329) for which classes: probability below 0.05 |
/// | optimizer, sizes, weights of the losses | nothing | Ada-CM's code: Adam 5e-4, 16 images, weights 0.5, 1 and 0.1 |
///
/// Inferred without a direct source: SNL's mean over all unlabeled images
/// (``/LossStrategies/SelectiveNegativeLearning/Normalizer/all``), pseudo-labels from the teacher, and
/// the place of the attention behind the last stage.
package enum Provenance {
  /// The identifier of the paper.
  package static let paper = "arXiv 2601.05556"
}
