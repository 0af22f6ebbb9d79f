"""Print results, problems and progress, to a terminal, as JSON or for GitHub.

In: reports and problems. Out: lines of text. Open `report.py` first.
"""
