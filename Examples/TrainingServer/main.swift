import Foundation
import SemiSupervised
import Synchronization

// TrainingServer [--short]
//
// What a server or an app does with a trainer: it starts runs, asks how far they are while it goes on
// answering, stops one, and classifies with the model of another.

let isShort = CommandLine.arguments.contains("--short")
let service = TrainingService()

func configuration(steps: Int) -> RunConfiguration {
  var configuration = RunConfiguration(
    data: "faces:train=\(isShort ? 210 : 2000),test=140,channels=1,balanced", method: "fixmatch")
  configuration.backbone = "convnet"
  configuration.labelsPerClass = 20
  configuration.steps = steps
  configuration.learningRate = 0.1
  configuration.settings = ["decay": .number(0.9)]
  return configuration
}

// A heart that beats on the cooperative pool: if training blocked the pool's threads, it would stop.
let beats = Atomic<Int>(0)
let heart = Task.detached {
  while !Task.isCancelled {
    beats.add(1, ordering: .relaxed)
    try await Task.sleep(for: .milliseconds(10))
  }
}

let kept = await service.start(configuration(steps: isShort ? 20 : 200))
let endless = await service.start(configuration(steps: 1_000_000))

// A caller asks now and then, as a progress bar or a status page would.
var told = 0
while case .running(let fraction, _)? = await service.status(of: kept) {
  told = tell(Int(fraction * 4), after: told)
  try await Task.sleep(for: .milliseconds(20))
}
_ = tell(4, after: told)

await service.cancel(endless)
if case .cancelled? = await service.status(of: endless) { print("run \(endless): stopped") }
await service.wait(for: kept)
if case .finished(let accuracy)? = await service.status(of: kept) {
  print(String(format: "run \(kept): balanced accuracy %.2f", accuracy))
}

let faces = DrawnFaces(DrawnFacesConfiguration(trainingCount: 7, testCount: 7, channels: 1))
let answers = await service.predict([faces.image(at: 0, in: .test)], with: kept) ?? []
for answer in answers { print("a new face: \(answer.className)") }

let wrong = await service.start(RunConfiguration(data: "faces:", method: "fixmach"))
await service.wait(for: wrong)
if case .failed(let reason)? = await service.status(of: wrong) {
  print("run \(wrong): \(reason.prefix { $0 != "?" })?")
}

heart.cancel()
print(beats.load(ordering: .relaxed) > 10 ? "the pool stayed free" : "the pool was blocked")

/// Prints the quarters of the run that were not told yet.
func tell(_ quarters: Int, after told: Int) -> Int {
  for quarter in stride(from: told + 1, through: quarters, by: 1) { print("\(quarter * 25) %") }
  return max(told, quarters)
}
