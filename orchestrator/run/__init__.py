"""A run: claimed by one worker, watched, stopped, taken over, ended once."""
