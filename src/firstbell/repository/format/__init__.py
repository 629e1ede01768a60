"""Codecs of restic's repository format, versions 1 and 2: bytes in, values out, no I/O."""
