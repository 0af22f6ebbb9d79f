"""What a text of the config may be beyond its type: an address, a language tag, a folder. Pure.

In: a text. Out: its normal form, or Unfit, which says what is wrong with it. Open `table.py` first;
`types.py` has the types that sections are declared with.
"""
