import Datasets

extension DatasetSource: ArgumentValue {
  init(argument: String) throws(InvalidArgument) {
    do {
      self = try DatasetSource(parsing: argument)
    } catch {
      throw InvalidArgument(String(describing: error))
    }
  }

  var argumentText: String { description }

  /// The names of all formats.
  static var formatNames: [String] { formats.map(\.name) }
}
