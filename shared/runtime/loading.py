"""Imported before anything else by a worker: while it loads, Python does not look for garbage.

Loading makes some hundred thousand objects that stay for ever, and Python would go through them again and again: a
fifteenth of a cold start. 200,000 new objects between two looks are some ten megabytes; one event makes far fewer.
"""

import gc

gc.set_threshold(200_000)
