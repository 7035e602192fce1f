"""What a worker process has loaded before its first job: imported once by the fork server, shared by all workers."""

import gc

from builder.typeset import MOST_GARBAGE, warm_up

warm_up()
gc.collect()
gc.freeze()
gc.set_threshold(MOST_GARBAGE, 10, 10)  # `typeset` looks for what its jobs leave
