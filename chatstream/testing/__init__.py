"""For the tests of whoever uses chatstream: a scripted responder, readers that are cut off, a line that breaks on command."""
