"""A process that keeps encoder and scorer ready for the commands of one user: `answerbook serve --models`.

Texts go in, and vectors and scores come out, the same to the last bit as a command would compute by itself.
The worker saves the seconds in which a command loads the models. No command needs it: where there is none, or
one of another version, or one that is busy or slow, a command loads its own.

`wire` is how both sides speak, `place` where they meet, `server` the worker and `client` the commands' side.
"""
