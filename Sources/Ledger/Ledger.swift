// The room `Ledger`.
