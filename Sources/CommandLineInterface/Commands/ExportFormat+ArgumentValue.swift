import Export
import Reports

extension ExportFormat: ArgumentValue {}
