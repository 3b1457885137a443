"""Measurements: what the product costs, beside what a user would pick instead. `python -m bench --help` says how."""
