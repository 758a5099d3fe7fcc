"""Commands killed at random moments and on full disks: `python -m tests.soak --kills 300 --full 100`."""
