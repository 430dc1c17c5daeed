"""Signed calls to SQS and SSM on the standard library alone, for the functions that must start in a blink (ADR 0002).

Nothing here may import an SDK, `http.client`, `urllib`, `logging`, `dataclasses` or `typing`: each of them costs more
than the call it would make.
"""
