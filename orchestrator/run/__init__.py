"""The run of a turn in this product: its responder, its worker, limits and metrics."""
