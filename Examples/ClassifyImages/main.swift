import Foundation
import SemiSupervised

// ClassifyImages RUN IMAGE...
//
// Says what image files show, with the weights of a run (`semisup train --output RUN`). Without
// arguments it trains a small model first and classifies three drawn faces. The library itself
// prints nothing: every line below comes from this program.

let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--short" }

if let run = arguments.first {
  let model = try RunFolder(opening: run).loadModel()
  let paths = Array(arguments.dropFirst())
  let images = try paths.map { try ImageReader().read($0) }
  for (path, prediction) in zip(paths, model.predict(images)) {
    print(path, prediction.className, prediction.confidence)
  }
} else {
  var configuration = RunConfiguration(
    data: "faces:train=1000,test=200,channels=1,balanced", method: "supervised")
  configuration.backbone = "convnet"
  configuration.labelsPerClass = 40
  configuration.steps = 200
  configuration.learningRate = 0.1
  configuration.settings = ["decay": .number(0.97)]
  let trainer = try configuration.makeTrainer()
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  let run = try RunFolder(creating: folder.path, configuration: configuration, trainer: trainer)
  try trainer.run()
  try run.checkpoints.save(trainer.checkpoint(), step: trainer.step)

  let model = try RunFolder(opening: folder.path).loadModel()
  let faces = DrawnFaces(DrawnFacesConfiguration(trainingCount: 7, testCount: 7, size: 64))
  let images = (0..<3).map { faces.image(at: $0, in: .test) }
  for (index, prediction) in model.predict(images).enumerated() {
    print("face \(index): \(prediction.className), confidence \(prediction.confidence)")
  }
}
