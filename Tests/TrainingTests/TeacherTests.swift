import Foundation
import TensorCore
import Testing
import Training
import TrainingTestSupport

@Suite("Teachers")
struct TeacherTests {
  @Test("a teacher starts as an exact copy, with the buffers, and without gradients")
  func copy() {
    let student = TestStores.store()
    let teacher = ExponentialMovingAverage().makeTeacher(of: student)
    #expect(TestStores.bits(teacher.values) == TestStores.bits(student.values))
    #expect(TestStores.bits(teacher.buffers) == TestStores.bits(student.buffers))
    #expect(teacher.gradients == nil)
  }

  @Test("the decay ramps up as (1 + t) / (10 + t) to its limit")
  func ramp() {
    let update = ExponentialMovingAverage(decay: 0.999, rampsUp: true)
    #expect(update.decay(at: 0) == 0.1)
    #expect(update.decay(at: 90) == 0.91)
    #expect(update.decay(at: 8_989) < 0.999)
    #expect(update.decay(at: 8_990) == 0.999)
    #expect(ExponentialMovingAverage(decay: 0.9).decay(at: 0) == 0.9)
  }

  @Test("equal weights stay equal to the last bit at any decay")
  func fixedPoint() {
    let student = TestStores.store()
    let update = ExponentialMovingAverage(decay: 0.999, rampsUp: true)
    let teacher = update.makeTeacher(of: student)
    for step in 0..<50 { update.update(teacher, from: student, step: step) }
    #expect(TestStores.bits(teacher.values) == TestStores.bits(student.values))
    #expect(TestStores.bits(teacher.buffers) == TestStores.bits(student.buffers))
  }

  @Test(
    "buffers are averaged or copied, counters always copied",
    arguments: [ExponentialMovingAverage.Buffers.averaged, .copied])
  func buffers(kind: ExponentialMovingAverage.Buffers) {
    let student = TestStores.store()
    let update = ExponentialMovingAverage(decay: 0.75, buffers: kind)
    let teacher = update.makeTeacher(of: student)
    let weights = TestStores.bits(teacher.values)
    student.elements(of: 4).update(repeating: 3)
    student.elements(of: 5).update(repeating: 20)
    let version = teacher.version
    update.updateBuffers(of: teacher, from: student, step: 0)
    #expect(teacher.elements(of: 4).allSatisfy { $0 == (kind == .averaged ? 1.5 : 3) })
    #expect(teacher.elements(of: 5)[0] == 20)
    #expect(TestStores.bits(teacher.values) == weights)
    #expect(teacher.version > version)
  }

  @Test("the fused sweep moves a teacher as a pass of its own does")
  func fused() {
    let (one, other) = (TestStores.store(), TestStores.store())
    let update = ExponentialMovingAverage(decay: 0.99, rampsUp: true)
    let (fused, separate) = (update.makeTeacher(of: one), update.makeTeacher(of: other))
    let (first, second) = (OptimizerState(.sgd(), for: one), OptimizerState(.sgd(), for: other))
    for step in 0..<5 {
      TestStores.fillGradients(of: one, step: step)
      TestStores.fillGradients(of: other, step: step)
      one.elements(of: 3).update(repeating: Float(step))
      other.elements(of: 3).update(repeating: Float(step))
      first.update(one, teacher: fused, teacherUpdate: update)
      second.update(other)
      update.update(separate, from: other, step: step)
    }
    #expect(TestStores.bits(fused.values) == TestStores.bits(separate.values))
    #expect(TestStores.bits(fused.buffers) == TestStores.bits(separate.buffers))
  }
}
