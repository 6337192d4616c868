extension Method {
  /// All methods; a new one is one line here.
  public static let all: [Method] = [
    .supervised, .fullySupervised,
    .pseudoLabel, .piModel, .meanTeacher, .vat, .uda,
    .mixMatch, .reMixMatch,
    .fixMatch, .flexMatch, .freeMatch, .softMatch, .adaMatch, .dash, .fullMatch,
    .ups, .dtaSNL, .adaCM, .dnfer, .progressiveTeacher, .twoStage,
  ]
}
