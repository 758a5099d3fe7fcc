"""Commands killed at random moments, again and again: `python -m tests.soak --kills 100`."""
