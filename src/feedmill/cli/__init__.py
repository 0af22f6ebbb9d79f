"""The commands: parse, call, print.

In: words on a command line. Out: text, and a status. Open `main.py` first; each group of commands
has a module of its own, and `output/` prints.
"""
