import Foundation
import SemiSupervised

// Our side of `Benchmarks/compare`: prepares one case, says so, and takes a figure for every line
// on standard input.
//
//     Compare CASE THREADS FOLDER

let arguments = CommandLine.arguments
guard arguments.count == 4, let threads = Int(arguments[2]),
  let wanted = Case.all.first(where: { $0.name == arguments[1] })
else {
  say("usage: Compare CASE THREADS FOLDER\ncases: \(Case.all.map(\.name).joined(separator: " "))")
  exit(64)
}
do {
  let measurement = try wanted.prepare(threads, arguments[3])
  say("ready")
  while readLine() != nil { say(json(try measurement.take())) }
} catch {
  FileHandle.standardError.write(Data("Compare \(wanted.name): \(error)\n".utf8))
  // 69 says that this machine lacks a library that the case needs.
  if case DatasetError.missingLibrary = error { exit(69) }
  exit(1)
}
