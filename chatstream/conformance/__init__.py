"""Does a server keep the promises of docs/protocol.md, seen from outside? `python -m chatstream.conformance` says so."""
