// The room `LabAPI`.
