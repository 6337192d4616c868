import Foundation
import Runs
import Training

/// The images of a run's last epoch with what became of them.
struct SampleGrid {
  let sheet: SampleSheet
  let classNames: [String]

  private static let titles: [(outcome: SampleSheet.Outcome, title: String, sign: String)] = [
    (.accepted, "Accepted", "✓"), (.wrong, "Accepted, but wrong", "✗"),
    (.rejected, "Rejected", "–"),
  ]

  /// The grid; empty without images.
  var markup: String {
    let groups = Self.titles.compactMap { group -> String? in
      let items = sheet.items.filter { $0.outcome == group.outcome }
      guard !items.isEmpty else { return nil }
      return """
        <h3><span class="sign">\(group.sign)</span> \(group.title)</h3>
        <div class="images \(group.outcome.rawValue)">
        \(items.map(image).joined())</div>

        """
    }
    guard !groups.isEmpty else { return "" }
    return """
      <section><h2>Images and their pseudo-labels</h2>
      <p class="note">Unlabeled images of the last steps up to step \
      \(ReportNumber.count(sheet.step)), without augmentation, with the class that each was taken for \
      and the confidence. Hidden labels serve this page alone.</p>
      \(groups.joined())</section>

      """
  }

  private func name(_ label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "class \(label)"
  }

  private func image(_ item: SampleSheet.Item) -> String {
    let sample = item.sample
    let label = name(sample.pseudoLabel)
    var lines = ["<b>\(Markup.escape(label))</b>"]
    let confidence = ReportNumber.percent(Double(sample.confidence), decimals: 0)
    let needed = sample.threshold.map { ReportNumber.percent(Double($0), decimals: 0) }
    if item.outcome == .rejected, let needed {
      lines.append("\(confidence), needs \(needed)")
    } else {
      lines.append(confidence)
    }
    if let truth = sample.trueLabel, truth != sample.pseudoLabel {
      lines.append("is \(Markup.escape(name(truth)))")
    } else if item.outcome == .rejected, sample.trueLabel != nil {
      lines.append("is right")
    }
    return """
      <figure><img src="data:image/png;base64,\(item.png.base64EncodedString())" \
      alt="taken for \(Markup.escape(label))"/><figcaption>\(lines.joined(separator: "<br/>"))\
      </figcaption></figure>

      """
  }
}
