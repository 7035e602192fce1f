"""What a worker process has loaded before its first job: imported once by the fork server, shared by all workers."""

import gc

from builder.typeset import warm_up

warm_up()
gc.collect()
gc.freeze()
