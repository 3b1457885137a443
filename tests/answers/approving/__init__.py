"""The example project with a function that asks before it uses its tool."""
