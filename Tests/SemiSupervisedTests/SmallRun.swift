import Foundation
import SemiSupervised

/// A run of some seconds that takes the library's whole way.
enum SmallRun {
  static let faces = DrawnFaces(
    DrawnFacesConfiguration(trainingCount: 140, testCount: 35, size: 16, channels: 1))

  /// A configuration for a handful of steps on tiny faces.
  static func configuration(steps: Int = 4) -> RunConfiguration {
    var configuration = RunConfiguration(
      data: "faces:train=140,test=35,size=16,channels=1", method: "dta-snl", seed: 5)
    configuration.labelsPerClass = 2
    configuration.backbone = "convnet"
    configuration.batchSize = 4
    configuration.unlabeledRatio = 2
    configuration.steps = steps
    configuration.epochSteps = 2
    return configuration
  }

  /// Runs a body with the path of a folder that does not exist yet and is removed afterwards.
  static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.path)
  }

  /// Trains, keeps records, saves, loads, predicts, and makes mistakes on the way.
  static func everything() throws {
    try withFolder { folder in
      let configuration = configuration()
      let trainer = try configuration.makeTrainer()
      let run = try RunFolder(creating: folder, configuration: configuration, trainer: trainer)
      let recorder = try RunRecorder(run, trainer: trainer)
      let result = try trainer.run { event in
        try recorder.record(event, of: trainer)
        return .proceed
      }
      try run.write(RunSummary(result, configuration: configuration, data: trainer.data))
      try run.checkpoints.save(trainer.checkpoint(), step: trainer.step)
      let model = try Model(loading: folder)
      _ = model.predict((0..<3).map { faces.image(at: $0, in: .test) })

      _ = try? model.predict(files: [folder + "/nothing.png"])
      _ = try? Model(loading: folder + "/nothing")
      _ = try? RunFolder(creating: folder, configuration: configuration, trainer: trainer)
      _ = try? DatasetSource(parsing: "folder:" + folder).load()
      _ = try? RunConfiguration(data: "faces:", method: "fixmach").resolved()
    }
  }
}
