"""
SQL blocks: a query over DataFrames and work files, run by DuckDB, each in a database of its own. Python's `duckdb` runs it where it is
installed (on a server); a browser has DuckDB as a program beside Python, which the host opens.
"""

import glob
import os
import re
import sys

from . import display, tables, templates

_open_engine = None
_engine = None


class SqlError(Exception):
    """What DuckDB says about a query."""


def use_engine(open_engine):
    """`open_engine()` gives a promise of the host's DuckDB; it is called for the first query."""
    global _open_engine
    _open_engine = open_engine


async def run(step, namespace):
    """Runs the query, shows its result; gives the names that are bound."""
    statements = templates.render(step["query"], namespace)
    frames = {name: namespace[name] for name in step["reads"] if tables.is_frame(namespace.get(name))}
    duckdb = _python_duckdb()
    result = _native(duckdb, statements, frames) if duckdb is not None else await _hosted(statements, frames)
    if result is None:
        return set()
    bound = set()
    if step["variable"]:
        namespace[step["variable"]] = result
        bound.add(step["variable"])
    display.show(result, result=True)
    return bound


def _python_duckdb():
    if _open_engine is not None and "duckdb" not in sys.modules:
        return None
    try:
        import duckdb
    except ImportError:
        if _open_engine is None:
            raise SqlError("DuckDB is not installed here. Add duckdb to the environment of the kernel.") from None
        return None
    return duckdb


def _native(duckdb, statements, frames):
    connection = duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})
    try:
        for name, frame in frames.items():
            connection.register(name, _as_pandas(frame))
        result = None
        for text, values in statements:
            done = connection.execute(text, values)
            result = done.df() if done.description else None
        return result
    except duckdb.Error as error:
        raise SqlError(str(error)) from None
    finally:
        connection.close()


def _as_pandas(frame):
    """What DuckDB reads without pyarrow."""
    import pandas

    if isinstance(frame, pandas.DataFrame):
        return frame
    return frame.to_frame() if isinstance(frame, pandas.Series) else pandas.DataFrame(tables.columns(frame))


async def _hosted(statements, frames):
    global _engine
    from pyodide.ffi import JsException, to_js

    if _open_engine is None:
        raise SqlError("This app was built without DuckDB. Build it again.")
    if _engine is None:
        _engine = await _open_engine()
    from . import arrow

    statements = [(_with_frames(text, frames), values) for text, values in statements]
    request = {
        "statements": [{"text": text, "values": values} for text, values in statements],
        "tables": [{"name": name, "columns": arrow.columns(frame)} for name, frame in frames.items()],
        "files": _files(statements),
        "written": [path for text, _ in statements for path in _COPY_TO.findall(text)],
    }
    from js import Object

    given = to_js(request, dict_converter=Object.fromEntries)
    try:
        answer = _engine.query(given)
    except JsException as error:
        raise SqlError(_without_prefix(str(error))) from None
    for path, content in answer.written.to_py():
        _write(path, content)
    return None if answer.columns is None else arrow.frame(answer.columns.to_py())


_TEXT = re.compile(r"'((?:[^']|'')*)'")
_COPY_TO = re.compile(r"\bCOPY\b.*?\bTO\s+'((?:[^']|'')*)'", re.I | re.S)
# Formats that the browser's DuckDB reads only with extensions, which are not there: pandas reads them.
_AS_FRAME = re.compile(
    r"\b(?:read_parquet|parquet_scan|read_json_auto|read_json|read_ndjson)\s*\(\s*'((?:[^']|'')*)'\s*\)|(?<=\s)'((?:[^']|'')*\.(?:parquet|json|jsonl|ndjson))'", re.I
)


def _with_frames(text, frames):
    def take(match):
        path = (match[1] or match[2]).replace("''", "'")
        paths = sorted(glob.glob(path)) or [path]
        name = f"file {len(frames) + 1}"
        frames[name] = _read(paths)
        return f'"{name}"'

    return text if _COPY_TO.search(text) else _AS_FRAME.sub(take, text)


def _read(paths):
    import pandas

    def one(path):
        if path.endswith(".parquet"):
            return pandas.read_parquet(path)
        try:
            return pandas.read_json(path, lines=path.endswith(("jsonl", "ndjson")))
        except ValueError:
            return pandas.read_json(path, lines=True)

    parts = [one(path) for path in paths]
    return parts[0] if len(parts) == 1 else pandas.concat(parts, ignore_index=True)


def _files(statements):
    """Files that texts of the queries name, with patterns; as `(name, bytes)`."""
    found = {}
    for text, _ in statements:
        for literal in _TEXT.findall(text):
            pattern = literal.replace("''", "'")
            if len(pattern) > 500 or "\n" in pattern:
                continue
            for path in glob.glob(pattern, recursive=True):
                if os.path.isfile(path) and path not in found:
                    with open(path, "rb") as file:
                        found[path] = file.read()
    return list(found.items())


def _write(path, content):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    with open(path, "wb") as file:
        file.write(bytes(content))


def _without_prefix(text):
    """DuckDB's own words: without the host's kind of error before them, and their place once."""
    first, *places = re.sub(r"^\w*Error: ", "", text, count=1).split("\n\nLINE ")
    return "\n\nLINE ".join([first, *dict.fromkeys(places)])
