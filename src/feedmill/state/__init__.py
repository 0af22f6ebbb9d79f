"""Own the folder `.feedmill`: its lock, durable writes, and the keys that caches depend on.

In: the folder of a site. Out: files that survive a power cut. Open `lock.py` first.
"""
