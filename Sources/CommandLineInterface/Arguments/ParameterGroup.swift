/// Parameters that stand together in the help text.
struct ParameterGroup: Sendable {
  /// The title; nil for the sections `ARGUMENTS` and `OPTIONS`.
  let title: String?
  /// The parameters in order.
  let parameters: [Parameter]

  /// Groups parameters under a title.
  ///
  /// - Parameters:
  ///   - title: The title; nil for the sections `ARGUMENTS` and `OPTIONS`.
  ///   - declarations: The parameters in order.
  init(_ title: String? = nil, _ declarations: [any ParameterDeclaration]) {
    self.title = title
    parameters = declarations.map(\.parameter)
  }
}
