"""The commands: parse, call, print.

In: words on a command line. Out: text, and a status. Open `main.py` first; each group of commands
has a module of its own, and `output/` prints.
"""

import gc

# Nearly all that a command makes stays to its end: to look so often for what does not is a
# twentieth of its time.
gc.set_threshold(200_000)
