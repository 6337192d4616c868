import Reports

extension ExportFormat: ArgumentValue {}
