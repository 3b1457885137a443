"""What a user would pick instead, and the floors below which nobody gets. One module each."""
