"""`answerbook serve`: show the built site, or keep encoder and scorer ready, on this machine only."""

from __future__ import annotations

import functools
import http.server
from collections.abc import Callable
from pathlib import Path

from generator.errors import AnswerbookError, SiteError
from generator.project import Project, shipped
from generator.project.question_files import load_question_set
from generator.run.config import RunConfig
from generator.run.fingerprints import RetrievalOptions

__all__ = ["serve_folder", "serve_models"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Log no requests."""

    def end_headers(self) -> None:
        # A normal reload must show the next build.
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


def serve_folder(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve ``folder`` at 127.0.0.1 until interrupted; ``ready`` is called with the address.

    Raises SiteError if there is no site, or if the port is in use.
    """
    if not (folder / "index.html").is_file():
        raise SiteError(f"{folder}: no site yet; run `answerbook build` first")
    handler = functools.partial(_Quiet, directory=str(folder))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise SiteError(
            f"port {port} cannot be used ({error.strerror}); choose another with --port"
        ) from error
    with server:
        ready(f"http://127.0.0.1:{server.server_port}/")
        server.serve_forever()


def serve_models(project: Project | None, ready: Callable[[str], None]) -> None:
    """Keep encoder and scorer ready for the commands of this user, until interrupted.

    project: whose settings name them; None for those of a new project. The queries of its questions, or of
    the shipped ones, are encoded first. ready: called with the names of both models, when commands may come.
    Raises AnswerbookError if a model is not available, or another worker is there.
    """
    from generator.retrieval import query_lists
    from generator.retrieval.encoder import SentenceTransformerEncoder
    from generator.retrieval.made_by import made_by_encoder, made_by_scorer
    from generator.retrieval.resident.place import is_offered, socket_path
    from generator.retrieval.resident.server import Worker
    from generator.retrieval.scorer import load_scorer

    if not is_offered():
        raise AnswerbookError("models are not kept ready on Windows; leave out --models")
    options = RetrievalOptions() if project is None else RunConfig.of(project).options
    made_by = {
        "encoder": made_by_encoder(options.encoder),
        "scorer": made_by_scorer(options.scorer) if options.scorer else None,
    }
    worker = Worker(SentenceTransformerEncoder(options.encoder), load_scorer(options.scorer), made_by)
    if project is None:
        files = sorted(shipped("content/questions").glob("*.yml"))
        sets = [load_question_set(file) for file in files]
    else:
        sets = list(project.question_sets())
    for questions in sets:
        worker.encode_ahead(query_lists(questions.questions, parts=True))
    names = " and ".join(filter(None, (options.encoder, options.scorer)))
    with worker.listening(socket_path()) as server:
        ready(names)
        server.serve_forever()
