"""All benchmarks, one table after the other."""

from tests.bench import cold_start

cold_start.main()
