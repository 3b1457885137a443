"""`manage.py chaos`: breaks a whole instance on purpose, and proves from what its parts wrote down that nothing was lost.

`small/` does the same in one process, thousands of times, from seeds. Both write the same history; `checker` reads it.
"""
