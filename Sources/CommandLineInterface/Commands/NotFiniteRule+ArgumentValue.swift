import Training

extension NotFiniteRule: ArgumentValue {}
