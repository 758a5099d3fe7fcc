"""The commands, one module or folder each: ``commands/status_command.py`` is what `answerbook status` does.

Commands take plain values that are already parsed. They return reports as data, with functions that turn a
report into text for people and into plain data for JSON. `generator.cli` parses options and prints; nothing
here uses click. Some modules are shared: ``named`` (options as data), ``revisions`` (ledgers in other folders
or git revisions) and ``snippets`` (how snippets are printed).
"""
