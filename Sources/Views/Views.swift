// The room `Views`.
