"""One cold start, as a program: import a function, hand it one event, end.

Arguments: the function's folder, the event's file, `ssl` or `-`. With `modules` as a fourth it prints what was loaded.
"""

import sys

_, function, event_file, transport, *wanted = sys.argv
if transport == "ssl":
    # The endpoint of the benchmark is plain http; in production it is https. So the TLS library and the trust store
    # are paid for here.
    from shared.adapters.aws_light.connection import trust

    trust()

handler = __import__(f"functions.{function}.handler", fromlist=["handler"]).handler

import json  # noqa: E402 - the function has to bring what it needs itself

with open(event_file, encoding="utf-8") as file:  # noqa: PTH123 - pathlib would be measured too
    answer = handler(json.load(file), None)
if answer is not None and answer["statusCode"] != 200:
    sys.exit(f"{function} answered {answer}")
if wanted:
    print(json.dumps(sorted(sys.modules)))
