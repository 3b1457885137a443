"""Who a request comes from, and whether that still holds."""
