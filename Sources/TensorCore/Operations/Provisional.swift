import Foundation
import CTensorKernels
extension Tensor {
  static func reduceTo(_ g: Tensor, _ shape: Shape) -> Tensor {
    if g.shape == shape { return g }
    let rank = g.shape.rank
    let d = Array(repeating: 1, count: rank - shape.rank) + shape.dimensions
    var out = [Float](repeating: 0, count: shape.elementCount)
    let gd = g.shape.dimensions
    var strides = [Int](repeating: 0, count: rank); var s = 1
    for a in stride(from: rank-1, through: 0, by: -1) { strides[a] = d[a] == 1 ? 0 : s; s *= d[a] }
    var idx = [Int](repeating: 0, count: rank)
    let v = g.values
    for i in 0..<v.count { var o = 0; for a in 0..<rank { o += idx[a]*strides[a] }; out[o] += v[i]
      var a = rank-1; while a >= 0 { idx[a] += 1; if idx[a] < gd[a] { break }; idx[a] = 0; a -= 1 } }
    return Tensor(out, shape: shape)
  }
  func expand(_ to: Shape) -> [Float] {
    if shape == to { return values }
    let rank = to.rank; let td = to.dimensions
    let d = Array(repeating: 1, count: rank - shape.rank) + shape.dimensions
    var strides = [Int](repeating: 0, count: rank); var s = 1
    for a in stride(from: rank-1, through: 0, by: -1) { strides[a] = d[a] == 1 ? 0 : s; s *= d[a] }
    var idx = [Int](repeating: 0, count: rank); let v = values
    var out = [Float](); out.reserveCapacity(to.elementCount)
    for _ in 0..<to.elementCount { var o = 0; for a in 0..<rank { o += idx[a]*strides[a] }; out.append(v[o])
      var a = rank-1; while a >= 0 { idx[a] += 1; if idx[a] < td[a] { break }; idx[a] = 0; a -= 1 } }
    return out
  }
  static func bshape(_ a: Shape, _ b: Shape) -> Shape {
    let r = max(a.rank, b.rank)
    let x = Array(repeating: 1, count: r-a.rank)+a.dimensions, y = Array(repeating: 1, count: r-b.rank)+b.dimensions
    return Shape(zip(x,y).map { max($0,$1) })
  }
  static func bin(_ a: Tensor, _ b: Tensor, _ f: (Float,Float)->Float, _ da: @escaping @Sendable (Float,Float)->Float, _ db: @escaping @Sendable (Float,Float)->Float) -> Tensor {
    let s = bshape(a.shape,b.shape); let x = a.expand(s), y = b.expand(s)
    let r = Tensor(zip(x,y).map { f($0,$1) }, shape: s)
    let (sa, sb) = (a.shape, b.shape)
    return r.recording([a,b]) { up, w in let u = up.values
      return [w[0] ? reduceTo(Tensor((0..<u.count).map { u[$0]*da(x[$0],y[$0]) }, shape: s), sa) : nil,
              w[1] ? reduceTo(Tensor((0..<u.count).map { u[$0]*db(x[$0],y[$0]) }, shape: s), sb) : nil] }
  }
  func un(_ f: (Float)->Float, _ d: @escaping @Sendable (Float)->Float) -> Tensor {
    let x = values, s = shape
    return Tensor(x.map(f), shape: s).recording([self]) { up, _ in let u = up.values; return [Tensor((0..<u.count).map { u[$0]*d(x[$0]) }, shape: s)] }
  }
  public func softmax() -> Tensor { 
    let k = shape[-1]; var v = values
    for r in 0..<v.count/max(k,1) { let m = v[r*k..<(r+1)*k].max()!; var s: Float = 0; for c in 0..<k { v[r*k+c] = Foundation.exp(v[r*k+c]-m); s += v[r*k+c] }; for c in 0..<k { v[r*k+c] /= s } }
    return Tensor(v, shape: shape)
  }
  public func argmaxRows() -> [Int] { let k = shape[-1], v = values; return (0..<v.count/k).map { r in (0..<k).max { v[r*k+$0] < v[r*k+$1] || (v[r*k+$0] == v[r*k+$1] && $0 > $1) }! } }
  public func rowMaxima() -> [Float] { let k = shape[-1], v = values; return (0..<v.count/k).map { v[$0*k..<($0+1)*k].max()! } }
  public func relu() -> Tensor { un({ max($0,0) }, { $0 > 0 ? 1 : 0 }) }
  public func sigmoid() -> Tensor { un({ 1/(1+Foundation.exp(-$0)) }, { let s = 1/(1+Foundation.exp(-$0)); return s*(1-s) }) }
  public func globalAveragePool() -> Tensor {
    let (n,hw,c) = (shape[0], shape[1]*shape[2], shape[3]); let v = values; let full = shape
    var o = [Float](repeating: 0, count: n*c)
    for i in 0..<n { for p in 0..<hw { for j in 0..<c { o[i*c+j] += v[(i*hw+p)*c+j] } } }
    return Tensor(o.map { $0/Float(hw) }, shape: [n,c]).recording([self]) { up, _ in
      let u = up.values; var g = [Float](repeating: 0, count: n*hw*c)
      for i in 0..<n { for p in 0..<hw { for j in 0..<c { g[(i*hw+p)*c+j] = u[i*c+j]/Float(hw) } } }
      return [Tensor(g, shape: full)] }
  }
  public func maxPool(kernel: Int, stride: Int, padding: Int) -> Tensor {
    let (n,h,w,c) = (shape[0],shape[1],shape[2],shape[3]); let full = shape
    let ho = (h+2*padding-kernel)/stride+1, wo = (w+2*padding-kernel)/stride+1
    var o = [Float](repeating: -.infinity, count: n*ho*wo*c), arg = [Int](repeating: 0, count: n*ho*wo*c); let v = values
    for i in 0..<n { for y in 0..<ho { for x in 0..<wo { for ky in 0..<kernel { for kx in 0..<kernel { let a = y*stride+ky-padding, b = x*stride+kx-padding
      if a >= 0 && a < h && b >= 0 && b < w { for j in 0..<c { let q = ((i*h+a)*w+b)*c+j, t = ((i*ho+y)*wo+x)*c+j; if v[q] > o[t] { o[t] = v[q]; arg[t] = q } } } } } } } }
    let args = arg
    return Tensor(o, shape: [n,ho,wo,c]).recording([self]) { up, _ in var g = [Float](repeating: 0, count: full.elementCount); let u = up.values; for t in 0..<u.count { g[args[t]] += u[t] }; return [Tensor(g, shape: full)] }
  }
  public func l2Normalized(axis: Int, epsilon: Float) -> Tensor { fatalError() }
  public func rows(_ r: Range<Int>) -> Tensor { 
    let per = elementCount / max(1, shape[0]); var s = shape; s[0] = r.count; let full = shape; let out = s
    return Tensor(storage: storage, offset: offset + r.lowerBound*per, shape: out).recording([self]) { up, _ in var g = [Float](repeating: 0, count: full.elementCount); let u = up.values; for i in 0..<u.count { g[r.lowerBound*per+i] = u[i] }; return [Tensor(g, shape: full)] } }
  public static func concatenated(_ t: [Tensor], along: Int = 0) -> Tensor { var s = t[0].shape; s[0] = t.reduce(0) { $0+$1.shape[0] }; return Tensor(t.flatMap(\.values), shape: s) }
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    if a.shape == b.shape {
      let k = Kernels.elementwise; let r = Tensor(uninitialized: a.shape)
      Parallel.forEachRange(of: a.elementCount, grain: 1 << 16) { q in k.add(a.pointer + q.lowerBound, b.pointer + q.lowerBound, r.pointer + q.lowerBound, q.count) }
      return r.recording([a, b]) { up, _ in [up, up] }
    }
    return bin(a,b,{ $0+$1 },{ _,_ in 1 },{ _,_ in 1 }) }
  public static func * (a: Tensor, b: Tensor) -> Tensor { bin(a,b,{ $0*$1 },{ $1 },{ x,_ in x }) }
  public static func * (a: Tensor, b: Float) -> Tensor { a.un({ $0*b },{ _ in b }) }
  public func crossEntropy(labels: [Int]) -> Tensor { let p = softmax(); let k = shape[-1]; let pv = p.values; let s = shape
    return Tensor(labels.enumerated().map { -Foundation.log(pv[$0*k+$1]) }, shape: [labels.count]).recording([self]) { up, _ in let u = up.values; var g = pv; for (r,l) in labels.enumerated() { g[r*k+l] -= 1; for c in 0..<k { g[r*k+c] *= u[r] } }; return [Tensor(g, shape: s)] } }
  public func mean() -> Tensor { let s = shape, n = elementCount; return Tensor(values.reduce(0,+)/Float(n)).recording([self]) { up, _ in [Tensor(repeating: up.scalar/Float(n), shape: s)] } }
}
public func maximum(_ a: Tensor, _ b: Tensor) -> Tensor { Tensor.bin(a,b,{ max($0,$1) },{ $0 > $1 ? 1 : ($0 == $1 ? 0.5 : 0) },{ $1 > $0 ? 1 : ($0 == $1 ? 0.5 : 0) }) }
