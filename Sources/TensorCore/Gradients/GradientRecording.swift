/// Whether operations record how to differentiate them.
package enum GradientRecording {
  @TaskLocal package static var isEnabled = true
}
