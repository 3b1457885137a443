"""The director where scenes can be built: what it calls the tools with, and what it says when they have answered.

`videos` reads what there is, `scenes`, `slots` and `copybank` turn a brief into scenes with words, `changes` turns a message
into calls, `making` answers, `closing` says what came of it.
"""
