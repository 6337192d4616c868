public import Foundation

/// Draws small imitations of licensed data sets in their true layouts.
///
/// Every image is of one grey value, which tells its label: see ``value(of:)``.
public enum DatasetImitation {
  /// The grey value of the images of a label.
  public static func value(of label: Int) -> UInt8 { UInt8(20 + 25 * label) }

  /// RAF-DB: a list of labels and aligned JPEG files.
  public static func rafdb(_ root: URL, train: Int, test: Int) throws {
    var lines: [String] = []
    for (part, count) in [("train", train), ("test", test)] {
      for number in 0..<7 * count {
        let label = number % 7
        let digits = String(100_001 + number).dropFirst()
        lines.append("\(part)_\(digits).jpg \(label + 1)")
        try write(
          FileMaker.jpeg([value(of: label)]),
          root.appendingPathComponent("Image/aligned/\(part)_\(digits)_aligned.jpg"))
      }
    }
    try write(lines, root.appendingPathComponent("EmoLabel/list_patition_label.txt"))
  }

  /// AffectNet's release of eight classes: JPEG files and one annotation each.
  public static func affectNet(_ root: URL, train: Int, test: Int) throws {
    for (part, count) in [("train_set", train), ("val_set", test)] {
      for number in 0..<8 * count {
        let label = number % 8
        let folder = root.appendingPathComponent(part)
        try write(
          FileMaker.jpeg([value(of: label)]),
          folder.appendingPathComponent("images/\(number).jpg"))
        for kind in ["exp", "val", "aro", "lnd"] {
          let file = number % 2 == 0 ? FileMaker.npy(text: "\(label)") : FileMaker.npy(label)
          try write(file, folder.appendingPathComponent("annotations/\(number)_\(kind).npy"))
        }
      }
    }
  }

  /// AffectNet's older form: two lists, and JPEG files in numbered folders.
  public static func affectNetLists(_ root: URL, train: Int, test: Int) throws {
    for (part, count) in [("training", train), ("validation", test)] {
      var lines = ["subDirectory_filePath,face_x,expression,valence"]
      for number in 0..<11 * count {
        let label = number % 11
        let path = "\(part.count)/\(number).jpg"
        lines.append("\(path),0,\(label),0.5")
        if label < 8 {
          try write(
            FileMaker.jpeg([value(of: label)]),
            root.appendingPathComponent("Manually_Annotated_Images/" + path))
        }
      }
      try write(lines, root.appendingPathComponent(part + ".csv"))
    }
  }

  /// FER2013: one table with all pixels.
  public static func fer2013(_ root: URL, train: Int, test: Int) throws {
    var lines = ["emotion,pixels,Usage"]
    for (usage, count) in [("Training", train), ("PublicTest", test), ("PrivateTest", test)] {
      for number in 0..<7 * count { lines.append("\(number % 7),\(pixels(number % 7)),\(usage)") }
    }
    try write(lines, root.appendingPathComponent("fer2013.csv"))
  }

  /// FER2013 as class folders of PNG files.
  public static func fer2013Folders(_ root: URL, train: Int, test: Int) throws {
    let names = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"]
    for (part, count) in [("train", train), ("test", test)] {
      for number in 0..<7 * count {
        try write(
          gray(number % 7),
          root.appendingPathComponent("\(part)/\(names[number % 7])/im\(number).png"))
      }
    }
  }

  /// FER+: FER2013's table, whose own labels say nothing here, beside a table of votes.
  public static func ferPlus(_ root: URL, train: Int, test: Int) throws {
    var images = ["emotion,pixels,Usage"]
    var votes = [
      "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
    ]
    for (usage, count) in [("Training", train), ("PublicTest", test), ("PrivateTest", test)] {
      for number in 0..<10 * count {
        images.append("0,\(pixels(number % 10)),\(usage)")
        votes.append("\(usage),fer\(number).png,\(ballot(number % 10))")
      }
      images.append("3,\(pixels(0)),\(usage)")
      votes.append("\(usage),,0,0,0,0,0,0,0,0,0,10")
    }
    try write(images, root.appendingPathComponent("fer2013.csv"))
    try write(votes, root.appendingPathComponent("fer2013new.csv"))
  }

  /// FER+ as the folders that Microsoft's script makes.
  public static func ferPlusFolders(_ root: URL, train: Int, test: Int) throws {
    for (part, count) in [("Train", train), ("Valid", test), ("Test", test)] {
      let folder = root.appendingPathComponent("data/FER2013" + part)
      var lines: [String] = []
      for number in 0..<10 * count {
        let name = "fer" + String(10_000_000 + number).dropFirst() + ".png"
        lines.append("\(name),\"(0, 0, 48, 48)\",\(ballot(number % 10))")
        try write(gray(number % 10), folder.appendingPathComponent(name))
      }
      try write(lines, folder.appendingPathComponent("label.csv"))
    }
  }

  /// CIFAR-100's binary files; the coarse label is a fifth of the fine one.
  public static func cifar100(_ root: URL) throws {
    for (name, count) in [("train", 2), ("test", 1)] {
      var records: [UInt8] = []
      for number in 0..<100 * count {
        let fine = UInt8(number % 100)
        records.append(fine / 5)
        records += FileMaker.record(fine, [fine, 1, 2])
      }
      try write(records, root.appendingPathComponent(name + ".bin"))
    }
    try write((0..<100).map { "fine \($0)" }, root.appendingPathComponent("fine_label_names.txt"))
    try write(
      (0..<20).map { "coarse \($0)" }, root.appendingPathComponent("coarse_label_names.txt"))
  }

  /// A CSV list of PPM files with all columns.
  public static func csv(_ root: URL, train: Int, test: Int) throws {
    var lines = ["path,label,split,weight,group,note"]
    for (part, count) in [("train", train), ("val", test), ("test", test)] {
      for number in 0..<2 * count {
        let path = "images/\(part) \(number).ppm"
        lines.append(
          "\"\(path)\",\(number % 2 == 0 ? "cat" : "dog"),\(part),1.5,\(part)\(number / 2),x")
        try write(
          FileMaker.flat(
            [value(of: number % 2), UInt8(number), UInt8(2 * number)], width: 8, height: 8),
          root.appendingPathComponent(path))
      }
    }
    for number in 0..<3 {
      let path = "images/unlabeled\(number).ppm"
      lines.append("\(path),,train,1,u\(number),x")
      try write(
        FileMaker.flat([UInt8(200 + number), 0, 0], width: 8, height: 8),
        root.appendingPathComponent(path))
    }
    try write(lines, root.appendingPathComponent("list.csv"))
  }

  // MARK: Parts

  private static func pixels(_ label: Int) -> String {
    [String](repeating: "\(value(of: min(label, 9)))", count: 2_304).joined(separator: " ")
  }

  private static func gray(_ label: Int) -> [UInt8] {
    FileMaker.png(
      width: 48, height: 48, colorType: 0, depth: 8,
      rows: [[UInt8]](repeating: [UInt8](repeating: value(of: label), count: 48), count: 48))
  }

  /// Six of ten votes for a label, the others spread.
  private static func ballot(_ label: Int) -> String {
    var votes = [Int](repeating: 0, count: 10)
    for offset in 1...4 { votes[(label + offset) % 10] += 1 }
    votes[label] += 6
    return votes.map(String.init).joined(separator: ",")
  }

  private static func write(_ lines: [String], _ url: URL) throws {
    try write(Array((lines.joined(separator: "\n") + "\n").utf8), url)
  }

  private static func write(_ bytes: [UInt8], _ url: URL) throws {
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }
}
