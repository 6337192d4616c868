import Foundation

/// Estimates speed and time left from the steps so far.
///
/// An exponential mean with the weight of the last steps, corrected for its start: the first
/// estimate is the first step's own time.
struct ProgressMeter: Sendable {
  private static let share = 0.05

  private var seconds = 0.0
  private var images = 0.0
  private var weight = 0.0

  /// Creates a meter without an estimate.
  init() {}

  /// Takes note of one step.
  ///
  /// - Parameters:
  ///   - seconds: How long the step took.
  ///   - images: The number of images that the networks saw.
  mutating func note(seconds: Double, images: Int) {
    let share = ProgressMeter.share
    self.seconds += share * (seconds - self.seconds)
    self.images += share * (Double(images) - self.images)
    weight += share * (1 - weight)
  }

  /// The images in a second; nil before the first step.
  var imagesPerSecond: Double? { seconds > 0 ? images / seconds : nil }

  /// The seconds that a number of steps will take; nil before the first step.
  func secondsLeft(steps: Int) -> Double? {
    weight > 0 ? seconds / weight * Double(max(0, steps)) : nil
  }
}
