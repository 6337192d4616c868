import Foundation
import Runs
import Training

/// The report as one HTML file that needs nothing else; also well-formed XML.
struct ReportPage {
  /// The size that details of further runs may not pass.
  private static let sizeLimit = 2_600_000
  /// The largest number of points of a line; a page of a long run stays small.
  static let pointLimit = 240

  let runs: [(name: String, run: RunHistory)]

  func markup() throws -> String {
    if runs.count == 1 {
      let (name, run) = runs[0]
      return document(
        title: name,
        body: "<header><h1>\(Markup.escape(name))</h1></header>\n" + (try section(run).markup()))
    }
    let groups = RunGroups(runs.map(\.run))
    let comparison = ComparisonSection(
      runs: runs, groups: groups,
      panels: ComparisonPanels(groups: groups.groups, pointLimit: Self.pointLimit))
    let title = "\(runs.count) runs compared"
    var body =
      "<header><h1>\(title)</h1></header>\n" + comparison.markup + "<section><h2>Each run</h2>\n"
    var left = 0
    for (name, run) in runs {
      let section = section(run)
      let details = """
        <details class="run"><summary>\(Markup.escape(name))</summary>
        \(try section.markup())</details>

        """
      if body.utf8.count + details.utf8.count > Self.sizeLimit {
        left += 1
      } else {
        body += details
      }
    }
    if left > 0 {
      body +=
        "<p class=\"note\">\(left) more would make the page too large; "
        + "<code>semisup report</code> of such a run alone shows it.</p>\n"
    }
    return document(title: title, body: body + "</section>\n")
  }

  private func section(_ run: RunHistory) -> RunSection {
    RunSection(run: run, panels: RunPanels(run: run, pointLimit: Self.pointLimit))
  }

  private func document(title: String, body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; \
    style-src 'unsafe-inline'; script-src 'unsafe-inline'"/>
    <link rel="icon" href="data:,"/>
    <title>\(Markup.escape(title)) – run report</title>
    <style>
    \(ReportStyle.sheet)</style>
    </head>
    <body>
    \(body)<footer>Written by <code>semisup report</code>. Nothing on this page is loaded from \
    elsewhere.</footer>
    <script>//<![CDATA[
    \(ReportScript.text)
    //]]></script>
    </body>
    </html>

    """
  }
}
