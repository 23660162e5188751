// The room `LabServer`.
