import Datasets
import Foundation
import Methods
import Reports
import Runs
import Testing
import Training

@testable import CommandLineInterface

@Suite("The command that reports", .serialized)
struct ReportCommandTests {
  private static let small = [
    "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "2", "--backbone", "convnet",
    "--batch-size", "4", "--unlabeled-ratio", "2", "--steps", "3",
  ]

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test("training leaves a page and names it, and the command makes it again")
  func page() throws {
    try withFolder { folder in
      let path = folder + "/run"
      let trained = run(
        arguments: ["train", "--method", "fixmatch", "--output", path] + Self.small)
      try #require(trained.code == 0, "\(trained.error)")
      #expect(trained.error.hasSuffix("Report: \(path)/report.html\n"))
      let page = try Data(contentsOf: URL(fileURLWithPath: path + "/report.html"))
      try FileManager.default.removeItem(atPath: path + "/report.html")
      let reported = run(arguments: ["report", path])
      #expect(reported.code == 0 && reported.error.isEmpty)
      #expect(
        reported.output == "\(path)/report.html: \(NumberText.count(page.count)) bytes\n")
      #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/report.html")) == page)

      let quiet = run(
        arguments: ["train", "--quiet", "--method", "supervised", "--output", folder + "/second"]
          + Self.small)
      #expect(quiet.code == 0 && quiet.error.isEmpty)
      let both = run(arguments: [
        "report", path, folder + "/second", "--output", folder + "/both.html", "--svg",
        folder + "/plots", "--json",
      ])
      #expect(both.code == 0, "\(both.error)")
      let object = try JSONSerialization.jsonObject(with: Data(both.output.utf8))
      let result = try #require(object as? [String: Any])
      #expect(result["runs"] as? [String] == [path, folder + "/second"])
      #expect(result["file"] as? String == folder + "/both.html")
      let figures = try #require(result["figures"] as? [String])
      #expect(figures.contains(folder + "/plots/compare-accuracy.svg"))
      #expect(figures.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    }
  }

  @Test("a run that stopped has no page until it goes on to its end")
  func resumed() throws {
    try withFolder { folder in
      let path = folder + "/run"
      let trained = run(
        arguments: ["train", "--quiet", "--checkpoint-every", "1", "--output", path] + Self.small)
      try #require(trained.code == 0, "\(trained.error)")
      for name in ["report.html", "summary.json", "checkpoints/step-000000003.checkpoint"] {
        try FileManager.default.removeItem(atPath: path + "/" + name)
      }
      let resumed = run(arguments: ["resume", path])
      #expect(resumed.code == 0 && resumed.error.hasSuffix("Report: \(path)/report.html\n"))
      #expect(FileManager.default.fileExists(atPath: path + "/report.html"))
    }
  }

  @Test("a page that cannot be written does not cost the result")
  func unwritten() throws {
    try withFolder { folder in
      let path = folder + "/run"
      let trained = run(
        arguments: ["train", "--quiet", "--checkpoint-every", "1", "--output", path] + Self.small)
      try #require(trained.code == 0, "\(trained.error)")
      for name in ["report.html", "summary.json", "checkpoints/step-000000003.checkpoint"] {
        try FileManager.default.removeItem(atPath: path + "/" + name)
      }
      try FileManager.default.createDirectory(
        atPath: path + "/report.html/inside", withIntermediateDirectories: true)
      let resumed = run(arguments: ["resume", path, "--quiet"])
      #expect(resumed.code == 0 && resumed.output.contains("accuracy"))
      #expect(resumed.error.contains("The report was not written: \(path)/report.html:"))
      #expect(resumed.error.hasSuffix("To write it: semisup report \(path)\n"))
    }
  }

  private func configuration(of words: [String]) throws -> RunConfiguration {
    let parser = ArgumentParser(root: Semisup.description, loginShell: nil)
    guard case .run(_, let arguments) = try parser.parse(words) else {
      throw ValidationError("no command: \(words)")
    }
    return try TrainRun.configuration(of: arguments, .standard)
  }

  @Test(
    "the command of a page is the run: every option comes back as it was",
    arguments: [
      [], ["--seed", "18446744073709551615"], ["--labeled-imbalance=-10"],
      [
        "--split", "a file's", "--no-labeled-in-pool", "--skip-unreadable", "--classes", "7",
        "--unlabeled", "folder:more images", "--group-by", "prefix", "--image-size", "32",
        "--test-fraction", "0.25", "--validation-per-class", "3", "--weights", "w.safetensors",
      ],
      [
        "--labels-per-class", "4", "--unlabeled-per-class", "40", "--unlabeled-imbalance", "3",
        "--label-noise", "asymmetric:0.3", "--recipe", "paper", "--attention", "2",
        "--attention-drop", "0.25", "--steps", "100000", "--epoch-steps", "50", "--batch-size", "8",
        "--unlabeled-ratio", "2", "--learning-rate", "0.003", "--not-finite", "skip",
      ],
      ["--method", "fixed:ce+snl"],
      ["--method", "fixmatch", "--set", "threshold=0.9", "--set", "strong=usb"],
    ])
  func repeated(options: [String]) throws {
    let first = try configuration(of: ["train", "--data", "folder:my faces"] + options)
    let words = first.commandWords()
    #expect(words.first == "semisup")
    let second = try configuration(of: Array(words.dropFirst()))
    #expect(second == first)
    #expect(ShellText.line(words).contains("'folder:my faces'"))
  }

  @Test("a run's config.json starts it again, whatever its keys")
  func configurationFile() throws {
    try withFolder { folder in
      var configuration = RunConfiguration(data: "fer2013:x", method: "fixmatch", seed: 3)
      configuration.classCount = 7
      configuration.unlabeledData = "folder:more"
      configuration.skipsUnreadable = true
      configuration.labeledInUnlabeledPool = false
      let file = folder + "/config.json"
      try configuration.json().write(to: URL(fileURLWithPath: file))
      #expect(try self.configuration(of: ["train", "--config", file]) == configuration)
    }
  }
}
