// Class folders with images, a split of few labels, a run that is kept, and predictions.

import SemiSupervised

// snippet.data
let parts = try DatasetSource(parsing: "folder:images").load(DatasetOptions(imageSize: 32))
let split = try LabelSplit.perClass(10, of: parts.train, key: RandomKey(seed: 0))
let data = try TrainingData(train: parts.train, split: split, test: parts.test)
// snippet.end
_ = data

// snippet.run
var configuration = RunConfiguration(data: "folder:images", method: "dta-snl")
configuration.imageSize = 32
configuration.labelsPerClass = 10
let trainer = try configuration.makeTrainer()
let run = try RunFolder(creating: "run1", configuration: configuration, trainer: trainer)
try trainer.run()
try run.checkpoints.save(trainer.checkpoint(), step: trainer.step)
// snippet.end

// snippet.predict
let model = try Model(loading: "run1")
let predictions = try model.predict(files: ["one.jpg", "another.png"])
for prediction in predictions { print(prediction.className, prediction.confidence) }
// snippet.end
