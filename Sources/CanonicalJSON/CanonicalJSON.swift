// The room `CanonicalJSON`.
