"""Engines: jobs in, events out. Where the work runs, and what happens when a worker dies.

An engine gives each job to a worker, yields what the workers send while they work, then how each job ended.
`run` uses processes of this machine, `run_on_cluster` a Ray cluster. Engines know nothing of papers or
answers.
"""

from generator.run.engines.cluster import run_on_cluster
from generator.run.engines.events import EngineNotice, Event, JobFinished, JobMessage, send
from generator.run.engines.worker_processes import run

__all__ = ["EngineNotice", "Event", "JobFinished", "JobMessage", "run", "run_on_cluster", "send"]
