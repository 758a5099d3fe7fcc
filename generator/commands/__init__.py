"""What a person types, one module or folder a word: ``commands/status.py`` is what `answerbook status` does.

In come plain values, already parsed; out come reports as data, as text and as JSON. `generator.cli` parses
and prints; nothing here knows click.
"""
