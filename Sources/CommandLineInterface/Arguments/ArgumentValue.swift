/// A value that can be written as one command-line argument.
protocol ArgumentValue: Sendable {
  /// The values that may be given, if they can be listed; empty otherwise.
  static var allowedValues: [String] { get }

  /// Reads a value.
  ///
  /// - Parameter argument: The text of the argument.
  /// - Throws: An ``InvalidArgument``, with a reason where one can be said.
  init(argument: String) throws(InvalidArgument)

  /// The value as it would be written.
  var argumentText: String { get }
}

/// A text that is no value of the wanted kind.
struct InvalidArgument: Error, Sendable, Equatable {
  /// What is wrong, to follow a colon; nil where the value's kind says it all.
  let reason: String?

  /// Creates an error, with what is wrong if it can be said.
  init(_ reason: String? = nil) {
    self.reason = reason
  }
}

extension ArgumentValue {
  static var allowedValues: [String] { [] }
}

extension ArgumentValue where Self: LosslessStringConvertible {
  init(argument: String) throws(InvalidArgument) {
    guard let value = Self(argument) else { throw InvalidArgument() }
    self = value
  }

  var argumentText: String { description }
}

extension ArgumentValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  static var allowedValues: [String] { allCases.map(\.rawValue) }

  init(argument: String) throws(InvalidArgument) {
    guard let value = Self(rawValue: argument) else { throw InvalidArgument() }
    self = value
  }

  var argumentText: String { rawValue }
}

extension String: ArgumentValue {}
extension Int: ArgumentValue {}
extension UInt64: ArgumentValue {}
extension Bool: ArgumentValue {}

extension Double: ArgumentValue {
  init(argument: String) throws(InvalidArgument) {
    guard let value = Double(argument) else { throw InvalidArgument() }
    guard value.isFinite else { throw InvalidArgument("must be a finite number") }
    self = value
  }
}
