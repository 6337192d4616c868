import Foundation
import SemiSupervised
import Testing

@Suite("The library is silent")
struct LibrarySilenceTests {
  @Test("data, training, records, checkpoints, predictions and errors write no byte to a stream")
  func silence() async {
    let result = await #expect(
      processExitsWith: .success,
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      try SmallRun.everything()
    }
    #expect(result?.standardOutputContent.isEmpty == true)
    #expect(result?.standardErrorContent.isEmpty == true)
  }

  @Test("what a program prints itself is seen, so that silence means something")
  func printing() async {
    let result = await #expect(
      processExitsWith: .success,
      observing: [\.standardOutputContent, \.standardErrorContent]
    ) {
      print("heard")
      FileHandle.standardError.write(Data("heard too".utf8))
    }
    #expect(result.map { !$0.standardOutputContent.isEmpty } == true)
    #expect(result.map { !$0.standardErrorContent.isEmpty } == true)
  }
}
