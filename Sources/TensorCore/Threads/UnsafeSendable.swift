/// Carries a pointer into concurrent chunks, which write disjoint parts of what it points to.
package struct UnsafeSendable<Value>: @unchecked Sendable {
  package let value: Value

  package init(_ value: Value) { self.value = value }
}
