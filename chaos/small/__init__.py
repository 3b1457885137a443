"""Random fault histories in one process: the real run, ledger, log, hub and feeds on a real Valkey, from a seed.

`steps` makes a list of steps from a seed, `world` performs it, `checker` judges it, `shrinking` finds the few that matter.
"""
