import Foundation
import SemiSupervised
import Testing

@Suite("Predictions of a kept run")
struct PredictionTests {
  /// Writes an image as PPM or PGM.
  private func write(_ image: PixelImage, to path: String) throws {
    let kind = image.channels == 1 ? "P5" : "P6"
    var bytes = Data("\(kind)\n\(image.width) \(image.height)\n255\n".utf8)
    bytes.append(contentsOf: image.pixels)
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  @Test("a run folder and its checkpoint answer alike, for any size and color, in any batches")
  func predict() throws {
    try SmallRun.withFolder { folder in
      let configuration = SmallRun.configuration()
      let trainer = try configuration.makeTrainer()
      let run = try RunFolder(creating: folder, configuration: configuration, trainer: trainer)
      try trainer.run()
      let entry = try run.checkpoints.save(trainer.checkpoint(), step: trainer.step)

      var files: [String] = []
      for (index, (size, channels)) in [(16, 1), (40, 3), (16, 1), (23, 1)].enumerated() {
        let faces = DrawnFaces(
          DrawnFacesConfiguration(trainingCount: 7, testCount: 7, size: size, channels: channels))
        files.append(folder + "/\(index).pnm")
        try write(faces.image(at: index, in: .test), to: files[index])
      }
      let predictions = try Model(loading: folder).predict(files: files)
      #expect(predictions.count == 4)
      for prediction in predictions {
        #expect(abs(prediction.probabilities.reduce(0, +) - 1) < 1e-4)
        #expect(prediction.probabilities.max() == prediction.confidence)
        #expect(DrawnFaces.classNames.contains(prediction.className))
      }
      #expect(try Model(loading: entry.url.path).predict(files: files) == predictions)
      #expect(try Model(loading: folder).predict(files: files, batchSize: 1) == predictions)
      #expect(try ImageFiles.below(folder).sorted() == files)
    }
  }

  @Test("what is no run, checkpoint or image is named")
  func errors() throws {
    try SmallRun.withFolder { folder in
      #expect(throws: RunFolderError.self) { try Model(loading: folder) }
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
      #expect(throws: RunFolderError.self) { try Model(loading: folder) }
      let file = folder + "/weights.checkpoint"
      try Data("nothing of the kind".utf8).write(to: URL(fileURLWithPath: file))
      #expect(throws: CheckpointError.self) { try Model(loading: file) }
    }
  }

  @Test("a plan counts the operations of the direct form and leaves the run as long as it is")
  func plan() throws {
    let configuration = SmallRun.configuration(steps: 40)
    let plan = try RunPlan(measuring: configuration.makeTrainer(), steps: 3)
    #expect(plan.measuredSteps == 3)
    #expect(plan.steps == 40 && plan.epochs == 20)
    #expect(plan.imageShape == [16, 16, 1])
    #expect(plan.labeledCount == 14 && plan.testCount == 35)
    // Every image of a step passes forward at least once.
    #expect(plan.operationsPerStep >= plan.imagesPerStep * plan.operationsPerImage)
    #expect(plan.totalSeconds > 0 && plan.peakMemoryMiB > 0)
    let trainer = try configuration.makeTrainer()
    #expect(plan.parameterCount == trainer.pipeline.backbone.layout.parameterCount)
  }

  @Test("one convolution and one product count two operations a multiplication")
  func operations() {
    let profile = OperationProfile()
    profile.record {
      _ = Tensor.zeros([2, 8, 8, 3]).convolution(Tensor.zeros([3, 3, 3, 5]), padding: 1)
      _ = Tensor.zeros([4, 6]).matrixProduct(Tensor.zeros([6, 7]))
    }
    #expect(profile.operations == 2 * (2 * 8 * 8 * 5 * 27) + 2 * (4 * 6 * 7))
  }
}
