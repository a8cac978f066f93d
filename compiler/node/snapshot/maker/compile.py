"""Compiles Python files to code that is loaded without looking at its source."""

import importlib._bootstrap_external as bootstrap


def compile_source(source, path):
    """The bytes of an unchecked, hash-based `.pyc`; `None` for what is no Python of this version."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code = compile(bytes(source.to_py()), path, "exec", dont_inherit=True, optimize=0)
        except (SyntaxError, ValueError):
            return None
    return bootstrap._code_to_hash_pyc(code, b"\0" * 8, False)
