import Foundation
import Methods
import Parts
import Runs
import TestSupport
import Testing
import ThresholdPolicies

@testable import CommandLineInterface

@Suite("A policy that a program adds to the catalog")
struct OwnPartTests {
  private let catalog = PartCatalog.standard.adding(BatchMedianThreshold.self)
  private static let small = [
    "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "1", "--backbone", "convnet",
    "--steps", "2", "--batch-size", "4", "--quiet",
  ]

  private func run(_ arguments: [String]) -> Outcome {
    let console = CapturedConsole()
    let code = CommandLineTool.main(
      arguments: arguments, root: Semisup.description(catalog), console: console.console)
    return Outcome(code: code, output: console.output, error: console.error)
  }

  @Test("it stands in the list, and its options with their defaults and bounds")
  func list() {
    #expect(run(["list", "policies"]).output.contains("batch-median"))
    let options = run(["list", "batch-median:ce", "--json"]).output
    #expect(
      options.contains("quantile of the batch's confidences; 0 to 1; default 0.5"), "\(options)")
    #expect(options.contains("strict"))
    #expect(!run(["list", "fixed:ce"]).output.contains("accepted-quantile"))
  }

  @Test("it stands in help, and its options in the table that guide pages hold")
  func help() throws {
    #expect(run(["help", "ablate"]).output.contains("batch-median"))
    let method = Method(
      "median-match", "a method of a test", source: "a test", threshold: "batch-median",
      losses: ["supervised", "pseudo-label"])
    let paths = try Composer(method, .standard, catalog: catalog).paths
    let path = try #require(paths.first { $0.path == "threshold.accepted-quantile" })
    #expect(paths.shortest(path.path) == "accepted-quantile" && path.defaultValue == 0.5)
    let added = Semisup.description(catalog.adding(method))
    #expect(
      added.subcommand(named: "train")?.parameters.contains {
        $0.allowedValues.contains("median-match")
      } == true)
  }

  @Test("it trains by name with --set, and what its options cannot be is refused")
  func train() throws {
    let outcome = run(
      ["train", "--method", "batch-median:ce+snl", "--set", "strict=true", "--json"] + Self.small)
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.contains("\"method\":\"batch-median:ce+snl\""))
    let refused = run(
      ["train", "--method", "batch-median:ce", "--set", "accepted-quantile=2"] + Self.small)
    #expect(refused.code == 64)
    #expect(refused.error.contains("'threshold.accepted-quantile' cannot be 2. Expected: 0 to 1"))
    let unknown = run(["train", "--method", "batch-medium:ce"] + Self.small)
    #expect(unknown.error.contains("Did you mean 'batch-median'?"))
  }

  @Test("it takes part in an ablation with the package's own, its option as an axis")
  func ablate() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let outcome = run(
      ["ablate", "--thresholds", "fixed,batch-median", "--losses", "ce", "--output", folder.path]
        + Self.small)
    #expect(outcome.code == 0, "\(outcome.error)")
    #expect(outcome.output.contains("batch-median"))
    let rows = run(
      [
        "ablate", "--thresholds", "batch-median", "--set", "accepted-quantile=0.25,0.75",
        "--list-rows", "--output", folder.path,
      ] + Self.small)
    #expect(rows.output.contains("0.25") && rows.output.contains("0.75"), "\(rows.error)")
  }

  @Test("another program does not know it")
  func elsewhere() {
    #expect(throws: PartError.self) {
      _ = try PartCatalog.standard.method(named: "batch-median:ce")
    }
    #expect(throws: Never.self) { _ = try catalog.method(named: "batch-median:ce") }
  }
}
