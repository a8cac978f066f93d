"""Brings a Python to rest before its memory is kept: no garbage, no caches of files that the page will have to look up anew."""

import gc
import importlib
import linecache


def settle():
    linecache.clearcache()
    importlib.invalidate_caches()
    gc.collect()
    gc.freeze()
