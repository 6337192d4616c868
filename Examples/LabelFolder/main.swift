import Foundation
import SemiSupervised

// LabelFolder IMAGES LABELS.csv
// LabelFolder [--short]
//
// Labels a folder of images in rounds. Each round trains on the labels so far and on all images,
// writes the images that the model is least sure of to questions.csv beside LABELS.csv, and waits
// until somebody has filled in the column `label`. Without arguments a program that knows the truth
// of drawn faces fills it in.

let isShort = CommandLine.arguments.contains("--short")
let paths = CommandLine.arguments.dropFirst().filter { $0 != "--short" }

if paths.count == 2 {
  var labeling = try Labeling(images: paths[0], labels: paths[1], size: 32)
  print("\(labeling.images.count) images, \(labeling.labels.count) labels")
  while true {
    if try labeling.train(steps: 600, test: nil) == nil, labeling.model == nil {
      print("no model yet: it needs two classes")
    }
    try labeling.ask(20)
    print("fill in the column 'label' of \(labeling.questions), save it, and press Return; q ends")
    guard let line = readLine(), line != "q" else { break }
    try labeling.takeAnswers()
    print("\(labeling.labels.count) labels of \(labeling.classNames.joined(separator: ", "))")
  }
} else if paths.isEmpty {
  try simulate(
    images: isShort ? 140 : 2_000, questions: isShort ? 28 : 70, rounds: isShort ? 3 : 6,
    steps: isShort ? 20 : 400)
} else {
  print("usage: LabelFolder IMAGES LABELS.csv")
  exit(64)
}

/// Plays both sides: the questions go to a file, and the truth fills it in.
func simulate(images count: Int, questions: Int, rounds: Int, steps: Int) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer { try? FileManager.default.removeItem(at: folder) }
  let images = folder.appendingPathComponent("images")
  try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
  let faces = DrawnFaces(
    DrawnFacesConfiguration(trainingCount: count, testCount: 350, channels: 1, isBalanced: true))
  var truth: [String: String] = [:]
  for (index, image) in faces.images(in: .training).enumerated() {
    let name = String(format: "%05d.png", index)
    try Data(PNGEncoder.encode(image)).write(to: images.appendingPathComponent(name))
    truth[name] = DrawnFaces.classNames[faces.label(at: index, in: .training)]
  }

  var labeling = try Labeling(
    images: images.path, labels: folder.appendingPathComponent("labels.csv").path, size: 32)
  for round in 1...rounds {
    try labeling.ask(questions)
    var asked = try Answers(contentsOf: labeling.questions)
    for place in asked.rows.indices {
      asked.rows[place]["label"] = asked.rows[place]["path"].flatMap { truth[$0] }
    }
    try asked.write(to: labeling.questions)
    try labeling.takeAnswers()
    // Faces that no round sees judge the model; their classes are named as the labels are.
    let test = try testFaces(faces, classNames: labeling.classNames)
    let metrics = try labeling.train(steps: steps, test: test)
    print(
      "round \(round): \(labeling.labels.count) labels,",
      String(format: "balanced accuracy %.2f", metrics?.balancedAccuracy ?? .nan))
  }
}

/// The test faces whose classes have a name so far.
func testFaces(_ faces: DrawnFaces, classNames: [String]) throws -> ImageDataset {
  let all = ImageDataset(faces, part: .test)
  let labels = all.labels.map { classNames.firstIndex(of: all.classNames[$0]) }
  let known = labels.indices.filter { labels[$0] != nil }
  return all.subset(known).relabeled(known.compactMap { labels[$0] }, classNames: classNames)
}
