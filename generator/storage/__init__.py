"""How bytes are kept: files written whole or not at all, records, locks, hashes, walks through folders.

In come bytes, text or JSON and a place; out come files that a crash leaves either old or new, never half.
Nothing here knows what the bytes mean. What cannot be written raises OSError: whoever calls knows what was
lost, and says so.
"""
