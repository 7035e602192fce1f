"""What a worker process has loaded before its first job: imported once by the fork server, shared by all workers."""

import gc

from builder.layers import BUILT_IN, TemplateSet, read_layer
from builder.resources import templates_dir
from builder.typeset import MOST_GARBAGE, warm_up

_BUILT_IN = TemplateSet((read_layer(templates_dir(), BUILT_IN),))
warm_up(text for _, text in _BUILT_IN.stylesheets("student", "plain"))
gc.collect()
gc.freeze()
gc.set_threshold(MOST_GARBAGE, 10, 10)  # `typeset` looks for what its jobs leave
