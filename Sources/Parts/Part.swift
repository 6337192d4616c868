/// A type that says everything about itself: name, options, and how it is made.
///
/// Threshold policies, losses, augmentations, batch transforms, teachers, optimizers, schedules,
/// heads and backbones are parts. A catalog is a list of such types; the command line, lists, help,
/// completions, the guide's tables and bounds checks are all derived from it.
public protocol Part: Sendable {
  /// What can be chosen about the part.
  associatedtype Options: PartOptions

  /// What the part is called, what it does, and where its definition stands.
  static var info: PartInfo { get }

  /// Makes the part.
  ///
  /// - Parameters:
  ///   - options: Options within their declared bounds.
  ///   - context: What is known about the run, such as the number of classes.
  /// - Throws: A ``PartError`` if options and context do not fit together.
  init(_ options: Options, for context: PartContext) throws
}
