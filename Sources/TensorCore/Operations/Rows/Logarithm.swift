import Foundation

/// The natural logarithm of one number.
///
/// A name of its own, because inside `Tensor` the method `log()` hides the function.
func logarithm(_ value: Float) -> Float { Foundation.log(value) }
