import Foundation
import Methods
import Runs
import Training

/// What `semisup plan` does.
enum PlanRun {
  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    let configuration = try TrainRun.configuration(of: arguments, catalog)
    let plan = try RunPlan(measuring: configuration.makeTrainer())
    if arguments[RuntimeOptions.json] {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      console.print(String(decoding: try encoder.encode(plan), as: UTF8.self))
      return
    }
    console.write(
      try text(
        of: plan, configuration: configuration.resolved(), style: console.style(of: .output)),
      .output)
  }

  static func text(
    of plan: RunPlan, configuration: RunConfiguration, style: TextStyle
  ) -> String {
    let shape = plan.imageShape.map(String.init).joined(separator: " x ")
    let rows = [
      ["images", shape],
      ["labeled images", NumberText.count(plan.labeledCount)],
      ["unlabeled pool", NumberText.count(plan.unlabeledCount)],
      ["test images", NumberText.count(plan.testCount)],
      ["parameters", NumberText.count(plan.parameterCount)],
      ["operations an image, forward", NumberText.operations(plan.operationsPerImage)],
      ["operations a step", NumberText.operations(plan.operationsPerStep)],
      ["images a step", NumberText.count(plan.imagesPerStep)],
      ["seconds a step", NumberText.fixed(plan.secondsPerStep, decimals: 4)],
      ["steps", NumberText.count(plan.steps)],
      ["evaluations", NumberText.count(plan.epochs)],
      ["seconds an evaluation", NumberText.fixed(plan.secondsPerEvaluation, decimals: 2)],
      ["peak memory", NumberText.fixed(plan.peakMemoryMiB, decimals: 0) + " MiB"],
      ["time of the run", NumberText.duration(plan.totalSeconds)],
    ]
    let title = "\(configuration.method), \(configuration.backbone ?? "")"
    return TextTable([.init(title, .left), .init("", .right)], rows: rows).text(style: style)
      + "\nMeasured on \(plan.measuredSteps) \(plan.measuredSteps == 1 ? "step" : "steps").\n"
  }
}
