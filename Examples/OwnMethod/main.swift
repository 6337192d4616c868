import CommandLineInterface
import Foundation
import SemiSupervised

let catalog = PartCatalog.standard
  .adding(BatchQuantileThreshold.self)
  .adding(ViewAgreement.self)

guard CommandLine.arguments.contains("--short") else { CommandLineTool.main(catalog: catalog) }

// The whole tool with these parts: here an ablation beside the package's own.
let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
defer { try? FileManager.default.removeItem(at: folder) }
let code = CommandLineTool.main(
  arguments: [
    "ablate", "--thresholds", "fixed,batch-quantile", "--losses", "ce,ce+view-agreement*0.5",
    "--seeds", "0", "--data", "faces:train=280,test=70,size=16", "--labels-per-class", "2",
    "--backbone", "convnet", "--steps", "6", "--quiet", "--output", folder.path,
  ], catalog: catalog)
if code != 0 { exit(code) }
