// The room `LMDB`.
