/// The movements that expressions are made of, a subset of the Facial Action Coding System.
///
/// Source: Ekman, Friesen and Hager, "Facial Action Coding System", 2002; the comments give the
/// number of each action unit there.
enum FaceActionUnit: Int, CaseIterable {
  /// AU 1.
  case innerBrowRaiser
  /// AU 2.
  case outerBrowRaiser
  /// AU 4.
  case browLowerer
  /// AU 5.
  case upperLidRaiser
  /// AU 6.
  case cheekRaiser
  /// AU 7.
  case lidTightener
  /// AU 9.
  case noseWrinkler
  /// AU 10.
  case upperLipRaiser
  /// AU 12.
  case lipCornerPuller
  /// AU 15.
  case lipCornerDepressor
  /// AU 16.
  case lowerLipDepressor
  /// AU 17.
  case chinRaiser
  /// AU 18.
  case lipPucker
  /// AU 20.
  case lipStretcher
  /// AU 23.
  case lipTightener
  /// AU 25.
  case lipsPart
  /// AU 26.
  case jawDrop
  /// AU 43.
  case eyesClosed
}
