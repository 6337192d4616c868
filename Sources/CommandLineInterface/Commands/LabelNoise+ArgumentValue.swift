import Datasets

extension LabelNoise: ArgumentValue {
  init(argument: String) throws(InvalidArgument) {
    do {
      self = try LabelNoise(parsing: argument)
    } catch {
      throw InvalidArgument(String(describing: error))
    }
  }

  var argumentText: String { description }
}
