"""Who it is that follows, and whether they still may."""
