import Foundation
import SemiSupervised

// NoisyLabels [--short]
//
// Makes a share of the labels wrong on purpose, and compares plain supervised learning with methods
// that should bear it, on the same faces, the same wrong labels and the same number of steps.

let isShort = CommandLine.arguments.contains("--short")
let rates = isShort ? [0.4] : [0, 0.2, 0.4]
let methods = ["supervised", "dnfer", "progressive-teacher"]

var base = RunConfiguration(
  data: "faces:train=\(isShort ? 210 : 2000),test=\(isShort ? 70 : 500),channels=1,balanced",
  method: methods[0])
base.backbone = "convnet"
base.labelsPerClass = isShort ? 10 : 100
base.steps = isShort ? 20 : 1_000
base.unlabeledRatio = 1
base.learningRate = 0.1
base.settings = ["decay": .number(0.98)]
let parts = try base.loadParts()

func padded(_ text: String) -> String {
  text.padding(toLength: 22, withPad: " ", startingAt: 0)
}

print(padded("balanced accuracy") + rates.map { padded("\(Int($0 * 100)) % wrong") }.joined())
for name in methods {
  var row = padded(name)
  for rate in rates {
    var configuration = base
    configuration.method = name
    if rate > 0 { configuration.labelNoise = "symmetric:\(rate)" }
    if name == "progressive-teacher" {
      // It keeps the labels of small loss: how many are wrong is what a user must guess.
      configuration.settings["rejected"] = .number(rate)
      configuration.settings["consistency.weight"] = .number(10)
    }
    let trainer = try configuration.makeTrainer(parts: parts)
    let result = try trainer.run()
    // Noise touches the labels that are learned from only; the test set tells the truth.
    row += padded(String(format: "%.3f", result.test?.balancedAccuracy ?? .nan))
  }
  print(row)
}
