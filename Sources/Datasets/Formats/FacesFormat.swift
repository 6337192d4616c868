import Augmentations
import TensorCore

/// The drawn faces, `faces:` followed by settings such as `train=4000,test=1000,size=32`.
struct FacesFormat: DatasetFormat {
  let name = "faces"
  let summary = "seven facial expressions that the package draws; settings as train=4000,size=32"

  func load(_ path: String, options: DatasetOptions) throws -> DatasetParts {
    try options.expectNoDrawing(of: "\(name):\(path)")
    let faces = DrawnFaces(try DrawnFacesConfiguration(parsing: path))
    if let size = options.imageSize, size != faces.configuration.size {
      throw DatasetError.option(
        "drawn faces are drawn at their size: write faces:size=\(size) instead of resizing them")
    }
    return DatasetParts(
      train: ImageDataset(faces, part: .training), test: ImageDataset(faces, part: .test))
  }
}

extension ImageDataset {
  /// Draws one part of the drawn faces; groups are people, or sequences if images follow one another.
  ///
  /// - Parameters:
  ///   - faces: The set.
  ///   - part: The training or the test part.
  public init(_ faces: DrawnFaces, part: DrawnFaces.Part) {
    self.init(
      images: ContiguousImageStore(faces.images(in: part)), labels: faces.labels(in: part),
      classNames: DrawnFaces.classNames,
      groups: (0..<faces.count(in: part)).map {
        faces.configuration.frameCount > 1
          ? "\(faces.sequence(at: $0))" : "\(faces.person(at: $0, in: part))"
      })
  }
}
