import Export
import Methods
import Reports

/// `semisup export`: a trained model for other programs.
enum ExportCommand {
  static let run = Argument<String>(
    required: "run", completion: .file, help: "The folder of a run, or a checkpoint.")
  static let format = Option(
    "format", default: ExportFormat.safetensors, valueName: "name",
    help: "Weights as PyTorch's state_dict, or the whole model as a graph.")
  static let output = Option<String?>(
    optional: "output", valueName: "file", defaultText: "beside the run's files",
    completion: .file, help: "The file to write; one of that name is replaced.")

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "export",
      abstract: "Write a trained model for other programs.",
      discussion: """
        Writes the weights that 'semisup evaluate' judges. A safetensors file loads in PyTorch with \
        load_state_dict. An ONNX file takes images [batch, channels, height, width] with samples from \
        0 to 1, normalizes them, and gives logits [batch, classes]. Both tell the names of the \
        classes in their metadata.
        """,
      groups: [
        ParameterGroup(nil, [run, format]),
        ParameterGroup("Output", [output, RuntimeOptions.json]),
      ]
    ) { try ExportRun.body($0, console: $1, catalog) }
  }
}
