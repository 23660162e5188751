// The room `Office`.
