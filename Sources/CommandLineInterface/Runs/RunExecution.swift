import Datasets
import Foundation
import Reports
import Runs
import Training

/// Trains to the end and prints the result, or stops when asked to and says how to go on.
struct RunExecution {
  let configuration: RunConfiguration
  /// Where the run is kept; nil to keep nothing.
  let folder: RunFolder?
  let arguments: ParsedArguments
  let console: Console

  /// Does the steps that are left.
  ///
  /// - Parameter trainer: The trainer, at the step from which to go on.
  /// - Throws: An ``ExitCode`` if a signal stopped the run, or the run's own error.
  func finish(_ trainer: Trainer) throws {
    if !arguments[RuntimeOptions.quiet] { announce(trainer) }
    try console.stopSignals.whileNoting {
      do {
        let result = try TrainingMonitor(
          console: console, title: configuration.method, isQuiet: arguments[RuntimeOptions.quiet],
          folder: folder, configuration: configuration
        ).run(trainer)
        let summary = try RunSummary(result, configuration: configuration, data: trainer.data)
        try folder?.write(summary)
        writeReport()
        try print(summary)
      } catch let stop as StoppedRun {
        explain(stop, of: trainer)
        throw ExitCode.signal(stop.signal)
      } catch let error as TrainingError where error.isNotFinite {
        throw NotFiniteRun(error: error, folder: folder, rule: configuration.notFinite ?? .stop)
      } catch let error where error is CheckpointError || error is RunFolderError {
        throw UnwrittenRun(error: error, folder: folder)
      }
    }
  }

  /// Says what is about to be trained, on what, and whether it is kept.
  private func announce(_ trainer: Trainer) {
    let data = trainer.data
    let shape = [data.train.height, data.train.width, data.train.channels]
      .map(String.init).joined(separator: " x ")
    console.note(
      "\(configuration.method) on images of \(shape), \(NumberText.count(data.labeled.count)) labeled, "
        + "\(NumberText.count(data.unlabeled.count)) unlabeled, "
        + "\(NumberText.count(data.test?.count ?? 0)) for the test: "
        + "\(NumberText.count(trainer.options.steps)) steps.")
    if folder == nil { console.note("Nothing of this run is kept: there is no '--output'.") }
  }

  /// Prints the result of a run.
  func print(_ summary: RunSummary) throws {
    if arguments[RuntimeOptions.json] {
      console.print(String(decoding: try summary.json(), as: UTF8.self))
    } else {
      console.write(SummaryText.text(of: summary, width: console.width), .output)
    }
  }

  /// Writes the page of the run; the result counts more than the page, so that an error is told only.
  private func writeReport() {
    guard let folder else { return }
    do {
      let file = try folder.writeReport()
      if !arguments[RuntimeOptions.quiet] { console.note("Report: \(file.relativePath)") }
    } catch {
      console.note(
        "The report was not written: \(error)\nTo write it: "
          + ShellText.line(["semisup", "report", folder.url.relativePath]))
    }
  }

  private func explain(_ stop: StoppedRun, of trainer: Trainer) {
    let place =
      "Stopped after step \(NumberText.count(stop.step)) of "
      + NumberText.count(trainer.options.steps)
    if let folder {
      console.note(
        "\(place). To go on: " + ShellText.line(["semisup", "resume", folder.url.relativePath]))
    } else {
      console.note("\(place); nothing was kept, because no '--output' was given.")
    }
  }
}

/// A run whose numbers went wrong, with the way on.
private struct NotFiniteRun: Error, CustomStringConvertible {
  let error: TrainingError
  let folder: RunFolder?
  let rule: NotFiniteRule

  var description: String {
    guard let folder else { return "\(error)" }
    guard let last = folder.checkpoints.entries.first else {
      return "\(error)\nThere is no checkpoint yet."
    }
    let text = "\(error)\nThe last good checkpoint, after step \(last.step): \(last.url.path)"
    guard rule == .stop else { return text }
    return "\(text)\nTo go on from it and pass over such steps: "
      + ShellText.line(["semisup", "resume", folder.url.relativePath, "--not-finite", "skip"])
  }
}

/// A run that could not be kept, such as on a full disk, with the way on.
private struct UnwrittenRun: Error, CustomStringConvertible {
  let error: any Error
  let folder: RunFolder?

  var description: String {
    guard let folder else { return "\(error)" }
    return "\(error)\nTo go on once that is mended: "
      + ShellText.line(["semisup", "resume", folder.url.relativePath])
  }
}
