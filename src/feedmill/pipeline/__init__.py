"""Order the steps of a build: what is read, rendered and written, and by which worker.

In: a config, a folder and options. Out: feeds on disk and a `Report`. Open `build.py` first;
`work.py` is what workers run, `pool.py` and `dask.py` are the workers.
"""
