import Foundation
import SemiSupervised

// LondonFaces FOLDER [--seeds FIRST..LAST]
//
// Neutral or smiling, from ten labels a class and people that the test does not share: a classifier
// of this package beside a linear one on 32x32 grey pixels, fitted to the same labels.

let arguments = Array(CommandLine.arguments.dropFirst())
guard let folder = arguments.first, !folder.hasPrefix("-") else {
  FileHandle.standardError.write(Data("usage: LondonFaces FOLDER [--seeds FIRST..LAST]\n".utf8))
  exit(64)
}
var seeds = Array(UInt64(0)...4)
if let place = arguments.firstIndex(of: "--seeds") {
  let bounds = arguments.dropFirst(place + 1).first?.split(separator: ".").compactMap { UInt64($0) }
  guard let bounds, let first = bounds.first, let last = bounds.last, first <= last else {
    FileHandle.standardError.write(Data("--seeds takes FIRST..LAST\n".utf8))
    exit(64)
  }
  seeds = Array(first...last)
}

let study = try LondonFaces(folder: folder)
print("Fitted to the same labels, judged on the same people:\n")
for command in study.commands { print("    \(command)") }
print("")
print("| seed | people held out | images | labels | linear | ours | difference |")
print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
var splits: [LondonFaces.Split] = []
for seed in seeds {
  let split = try study.split(seed: seed)
  splits.append(split)
  print(
    "| \(seed) | \(split.heldOutPeople) | \(split.testCount) | \(split.labelCount) "
      + "| \(percent(split.strongestLinear)) | \(percent(split.ours)) "
      + "| \(points(split.ours - split.strongestLinear)) |")
}

// The strength is chosen for the linear classifier by what the test says: it gets every benefit.
let strengths = LondonFaces.strengths
let means = strengths.indices.map { place in mean(splits.map { $0.linear[place] }) }
let best = means.indices.max { means[$0] < means[$1] } ?? 0
let differences = splits.map { $0.ours - $0.linear[best] }
print(
  "\nLinear classifier by strength of fit, mean of all splits: "
    + zip(strengths, means).map { "\($0) \(percent($1))" }.joined(separator: ", ") + ".")
print(
  "Ours \(percent(mean(splits.map(\.ours)))), the linear classifier of strength \(strengths[best]) "
    + "\(percent(means[best])), difference \(points(mean(differences))), "
    + "from \(points(differences.min() ?? 0)) to \(points(differences.max() ?? 0)).")

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
func percent(_ share: Double) -> String { String(format: "%.2f %%", 100 * share) }
func points(_ share: Double) -> String { String(format: "%+.2f", 100 * share) }
