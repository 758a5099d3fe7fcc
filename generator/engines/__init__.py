"""Jobs in, events out: where the work runs, and what happens when a worker dies.

`run` gives each job to a worker process of this machine and yields what the workers send while
they work, then how each job ended. The engine knows nothing of papers or answers.
"""

from generator.engines.local import Ended, Event, Message, run

__all__ = ["Ended", "Event", "Message", "run"]
