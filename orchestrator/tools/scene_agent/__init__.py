"""The agent that writes one scene."""
