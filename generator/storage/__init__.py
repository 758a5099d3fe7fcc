"""How bytes are stored: files written completely or not at all, records, locks, hashes, walks of folders.

Bytes, text or JSON and a path come in. Files come out that a crash leaves either old or new, never half
written. Nothing here knows what the bytes mean. What cannot be written raises OSError: the caller knows what
was lost and reports it.
"""
