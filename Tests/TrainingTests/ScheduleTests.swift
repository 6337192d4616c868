import Foundation
import Parts
import Testing
import Training

@Suite("Learning rate schedules")
struct ScheduleTests {
  private func factor(
    _ schedule: any Schedule, _ step: Int, of total: Int = 100, epoch: Int = 10
  ) -> Double {
    schedule.factor(step: step, of: total, epochSteps: epoch)
  }

  @Test("constant stays one")
  func constant() {
    #expect([0, 50, 100, 500].allSatisfy { factor(.constant, $0) == 1 })
  }

  @Test("seven sixteenths of a cosine end at 0.195, a half turn at zero")
  func cosines() {
    #expect(factor(.sevenSixteenthsCosine, 0) == 1)
    #expect(abs(factor(.sevenSixteenthsCosine, 100) - 0.195_090_322) < 1e-9)
    #expect(abs(factor(.sevenSixteenthsCosine, 250) - 0.195_090_322) < 1e-9)
    #expect(factor(.cosine(cycles: 0.9), 100) == 0)
    #expect(factor(.halfCosine, 0) == 1)
    #expect(abs(factor(.halfCosine, 50) - 0.5) < 1e-12)
    #expect(abs(factor(.halfCosine, 100)) < 1e-12)
  }

  @Test("exponential and staircase change with epochs only")
  func epochs() {
    #expect(factor(.exponential(), 9) == 1)
    #expect(abs(factor(.exponential(), 25) - 0.95 * 0.95) < 1e-12)
    #expect(factor(.staircase(epochs: 3), 29) == 1)
    #expect(abs(factor(.staircase(epochs: 3), 60) - 0.01) < 1e-12)
  }

  @Test("a warm-up grows from zero and shifts what follows")
  func warmUp() {
    let schedule = HalfCosineSchedule().warmingUp(steps: 20)
    #expect(factor(schedule, 0) == 0)
    #expect(factor(schedule, 5) == 0.25)
    #expect(factor(schedule, 20) == 1)
    #expect(abs(factor(schedule, 60) - 0.5) < 1e-12)
    #expect(factor(ConstantSchedule().warmingUp(steps: 500), 100) == 0.2)
  }

  @Test("settings survive JSON")
  func codable() throws {
    func check<Options: PartOptions>(_ options: Options) throws {
      let data = try JSONEncoder().encode(options)
      #expect(try JSONDecoder().decode(Options.self, from: data) == options)
    }
    let schedules: [any Schedule] = [
      .constant, .sevenSixteenthsCosine, .halfCosine, .exponential(),
      .staircase(epochs: 2).warmingUp(steps: 3),
    ]
    for schedule in schedules {
      let options = try #require(schedule as? any PartOptions)
      try check(options)
    }
  }
}
