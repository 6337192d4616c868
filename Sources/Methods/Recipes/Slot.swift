/// What a recipe chooses a part for; option paths begin with these names.
public enum Slot: String, Sendable, Hashable, Codable, CaseIterable {
  /// The network that learns.
  case backbone
  /// Attention on a feature map.
  case attention
  /// How features become class scores.
  case head
  /// What makes weak views.
  case weak
  /// What makes strong views.
  case strong
  /// What makes a step of the gradients.
  case optimizer
  /// How the learning rate changes.
  case schedule
  /// The network that follows the student.
  case teacher
}
