import Foundation
import SemiSupervised

// FaceExpressions [--short] [IMAGES [RUN]]
//
// Trains on class folders with images and leaves one file that an app loads. Without IMAGES it
// draws some faces into class folders of its own first.

let isShort = CommandLine.arguments.contains("--short")
let paths = CommandLine.arguments.dropFirst().filter { $0 != "--short" }

let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
defer { try? FileManager.default.removeItem(at: scratch) }

let images: String
if let given = paths.first {
  images = given
} else {
  images = scratch.appendingPathComponent("images").path
  try drawFaces(into: images, count: isShort ? 210 : 2_100)
}
let folder = paths.dropFirst().first ?? scratch.appendingPathComponent("run").path

// Ten to twenty-five labels a class; every other image is known to the program as an image only.
var configuration = RunConfiguration(data: "folder:\(images)", method: "dta-snl")
configuration.imageSize = 32
configuration.backbone = "convnet"
configuration.labelsPerClass = isShort ? 5 : 25
configuration.steps = isShort ? 40 : 600
configuration.learningRate = 0.1
// The teacher averages over the last fifty steps or so: over a thousand would be over the whole run.
configuration.settings = ["decay": .number(0.98)]

let trainer = try configuration.makeTrainer()
print("\(trainer.data.train.count) images, \(trainer.data.labeled.count) of them with a label")
print("classes: \(trainer.data.train.classNames.joined(separator: ", "))")

// The run folder holds what `semisup resume`, `evaluate`, `report` and `export` take up.
let run = try RunFolder(creating: folder, configuration: configuration, trainer: trainer)
let recorder = try RunRecorder(run, trainer: trainer)
let saver = run.checkpointSaver(for: configuration)
let result = try trainer.run { event in
  try recorder.record(event, of: trainer)
  try saver.note(event, of: trainer)
  return .proceed
}
try run.write(RunSummary(result, configuration: configuration, data: trainer.data))
if let test = result.test {
  print(String(format: "balanced accuracy %.3f", test.balancedAccuracy))
}

// One file is all that an app needs: what was trained stands in the checkpoint too.
guard let newest = run.checkpoints.entries.first else { fatalError("a run leaves a checkpoint") }
let file = URL(fileURLWithPath: folder).appendingPathComponent("expressions.checkpoint")
try FileManager.default.copyItem(at: newest.url, to: file)

let model = try Model(loading: file.path)
let some = try ImageFiles.below(images).suffix(3)
for (path, prediction) in zip(some, try model.predict(files: Array(some))) {
  let name = path.split(separator: "/").suffix(2).joined(separator: "/")
  print("\(name): \(prediction.className)", String(format: "%.2f", prediction.confidence))
}
if paths.count > 1 { print("for an app: \(file.path)") }

/// Draws faces as PNG files into one folder for each expression.
func drawFaces(into folder: String, count: Int) throws {
  let faces = DrawnFaces(
    DrawnFacesConfiguration(trainingCount: count, channels: 1, isBalanced: true))
  for (index, image) in faces.images(in: .training).enumerated() {
    let name = DrawnFaces.classNames[faces.label(at: index, in: .training)]
    let place = URL(fileURLWithPath: folder).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let file = place.appendingPathComponent(String(format: "%05d.png", index))
    try Data(PNGEncoder.encode(image)).write(to: file)
  }
}
