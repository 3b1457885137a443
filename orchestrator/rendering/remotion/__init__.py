"""The opt-in renderer: Remotion, which the operator installs and whose licence the operator accepts. None of it is in here."""
