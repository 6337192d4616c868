// The same bits again: seeds, configurations, checkpoints.

import Foundation
import SemiSupervised

var configuration = RunConfiguration(data: "faces:", method: "fixmatch", seed: 7)
configuration.labelsPerClass = 10

// snippet.hash
let trainer = try configuration.makeTrainer()
let result = try trainer.run()
print(try configuration.hash(), result.weightsSHA256)
// snippet.end

// snippet.checkpoint
let first = try configuration.makeTrainer()
try first.run { event in
  if case .step(let report) = event, report.progress.step == 99 { return .stop }
  return .proceed
}
let file = URL(fileURLWithPath: "after-100-steps.checkpoint")
try first.checkpoint().write(to: file)

let second = try configuration.makeTrainer()
try second.restore(from: Checkpoint.read(from: file))
try second.run()  // ends in the bits of a run that was never stopped
// snippet.end
