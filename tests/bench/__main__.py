"""All benchmarks, one table after the other; each says what it is compared with."""

import contextlib
import io

from tests.bench import (
    bundle_sizes,
    cold_start,
    cost,
    cpu,
    parse_accuracy,
    per_order,
    reconciling,
    to_confirmation,
    workers,
)
from tests.bench.story import record_story

cold_start.main()
with contextlib.redirect_stdout(io.StringIO()):
    # The functions write their log lines while they play.
    story = record_story()
workers.main(story)
per_order.main(story)
cpu.main(story)
bundle_sizes.main()
cost.main(story)
print("\n".join(parse_accuracy.rows()))
# Last: they bring up clouds of their own, and the second takes minutes.
reconciling.main()
to_confirmation.main()
