"""Finds what no snapshot can hold: tasks that JavaScript's event loop would go on with, and the notebook's variables that are objects of it."""


def has_tasks():
    import asyncio

    return bool(asyncio.all_tasks(asyncio.get_event_loop()))


def held_names():
    import sys

    from pyodide.ffi import JsProxy

    kept = sys.modules["notebook_kernel.runner"]._kept
    names = kept._namespace if kept is not None else {}
    return ", ".join(sorted(name for name, value in names.items() if isinstance(value, JsProxy)))
