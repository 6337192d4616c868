import Foundation
import Inference
import Reports
import Runs
import Testing
import Training

@testable import CommandLineInterface

@Suite("Records in TensorBoard")
struct TensorBoardTests {
  private struct Answer: Decodable {
    let tags: [String: [String]]
    /// Step and value of every point.
    let points: [String: [[Double]]]
  }

  @Test(
    "the real TensorBoard lists the scalars, histograms and images of a run with their numbers",
    .enabled(if: PeerPython.has("tensorboard"), PeerPython.reason("tensorboard")))
  func listed() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trained = run(arguments: [
      "train", "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "2",
      "--backbone", "convnet", "--method", "dta-snl", "--batch-size", "4", "--unlabeled-ratio", "2",
      "--steps", "6", "--epoch-steps", "3", "--quiet", "--output", folder.path,
    ])
    try #require(trained.code == 0, "\(trained.error)")
    let outcome = try PeerPython.script("peer_tensorboard.py", [folder.path])
    try #require(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))

    let history = try RunHistory(reading: RunFolder(opening: folder.path))
    let names = try #require(history.run?.classNames)
    let losses = try #require(history.run?.losses)
    let scalars = Set(answer.tags["scalars"] ?? [])
    for tag in ["train/loss", "train/learning_rate", "train/images_per_second", "test/accuracy"]
      + ["test/balanced_accuracy", "test/macro_f1", "test/calibration_error"]
      + ["pseudo_labels/coverage"] + losses.map({ "train/loss_\($0)" })
      + names.flatMap({ ["threshold/\($0)", "test_recall/\($0)"] })
    {
      #expect(scalars.contains(tag), "\(tag)")
    }
    #expect(answer.tags["histograms"] == ["pseudo_labels/confidence"])
    #expect(answer.tags["images"]?.contains("views/unlabeled_strong") == true)

    let loss = try #require(answer.points["train/loss"])
    #expect(loss.map { Int($0[0]) } == history.steps.map(\.step))
    #expect(loss.map { Float($0[1]) } == history.steps.map(\.loss))
    let accuracy = try #require(answer.points["test/accuracy"])
    #expect(accuracy.map { Int($0[0]) } == [3, 6])
    #expect(
      accuracy.map { Float($0[1]) } == history.epochs.map { Float($0.test?.accuracy ?? -1) })
  }
}
