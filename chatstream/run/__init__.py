"""The durable run of an answer: claimed, watched, taken over, ended once."""
