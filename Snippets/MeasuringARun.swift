// What a run costs, before and while it runs.

import SemiSupervised

let configuration = RunConfiguration(data: "faces:", method: "dta-snl")

// snippet.plan
let plan = try RunPlan(measuring: configuration.makeTrainer())
print(plan.parameterCount, plan.operationsPerStep, plan.peakMemoryMiB, plan.totalSeconds)
// snippet.end

// snippet.profile
let trainer = try configuration.makeTrainer()
let profile = OperationProfile()
try profile.record { _ = try trainer.run() }
for part in profile.parts { print(part.name, part.calls, part.seconds) }
// snippet.end

// snippet.threads
Parallel.threadCount = 1
// snippet.end
