"""One cold start of a worker, as a program: import it from its bundle and the layer alone, hand it one event, end.

It ends without Python's tidying up: a Lambda is frozen, not taken down.

Arguments: the function's folder, the event's file. With `modules` as a third it prints what was loaded.
"""

import os
import sys

sys.path[:] = [place for place in sys.path if "site-packages" not in place]
_, function, event_file, *wanted = sys.argv
handler = __import__(f"functions.{function}.handler", fromlist=["handler"]).handler

import json  # noqa: E402 - the function has to bring what it needs itself

with open(event_file, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be measured too
    answer = handler(json.load(file), None)
if answer.get("batchItemFailures") or answer.get("statusCode", 200) != 200:
    sys.exit(f"{function} answered {answer}")
if wanted:
    print(json.dumps(sorted(sys.modules)))
sys.stdout.flush()
os._exit(0)
