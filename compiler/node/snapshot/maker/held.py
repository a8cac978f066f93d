"""Names the notebook's variables that are JavaScript objects, which no snapshot can hold."""


def held_names():
    import sys

    from pyodide.ffi import JsProxy

    kept = sys.modules["notebook_kernel.runner"]._kept
    names = kept._namespace if kept is not None else {}
    return ", ".join(sorted(name for name, value in names.items() if isinstance(value, JsProxy)))
