"""What a person types, one module or folder a word: ``commands/status.py`` is what `answerbook status` does.

In come plain values, already parsed; out come reports as data, and each as text for people and as data that
becomes JSON. `generator.cli` parses options and prints. Nothing here knows click. What several words share
has a module of its own: ``named`` (what people name on the command line), ``revisions`` (ledgers of other
days and places), ``snippets`` (how snippets are printed).
"""
