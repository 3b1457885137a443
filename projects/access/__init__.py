"""Who makes a request, and whether their credential is still valid."""
