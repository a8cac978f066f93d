"""Columns of DataFrames as plain arrays for the browser's DuckDB, and its columns as a pandas DataFrame."""

import datetime
import json
import sys

from . import tables


def columns(frame):
    """Per column: name, kind, values (an array that the host sees as a typed one, or JSON text) and which are missing."""
    import pandas

    polars = sys.modules.get("polars")
    if polars is not None and isinstance(frame, (polars.DataFrame, polars.Series)):
        return [_column(name, _plain_series(pandas, values)) for name, values in tables.columns(frame).items()]
    frame = frame.to_frame() if frame.ndim == 1 else frame
    names = tables.columns(frame.iloc[:0])
    return [_column(name, frame.iloc[:, at]) for at, name in enumerate(names)]


def _plain_series(pandas, values):
    return pandas.Series(values)


def _column(name, series):
    import numpy
    import pandas

    missing = series.isna().to_numpy(dtype=bool)
    base = {"name": str(name), "missing": missing.view(numpy.uint8) if missing.any() else None}
    dtype = series.dtype
    if isinstance(dtype, pandas.CategoricalDtype):
        return _column(name, series.astype(object))
    if pandas.api.types.is_bool_dtype(dtype):
        values = series.fillna(False).to_numpy(dtype=bool)
        return {**base, "kind": "bool", "values": numpy.ascontiguousarray(values).view(numpy.uint8)}
    if pandas.api.types.is_integer_dtype(dtype):
        width = dtype.numpy_dtype if hasattr(dtype, "numpy_dtype") else dtype
        values = series.fillna(0).to_numpy(dtype=width) if missing.any() else series.to_numpy(dtype=width)
        return {**base, "kind": str(width), "values": numpy.ascontiguousarray(values)}
    if pandas.api.types.is_float_dtype(dtype):
        values = series.to_numpy(dtype="float32" if str(dtype).lower() == "float32" else "float64", na_value=numpy.nan)
        return {**base, "kind": str(values.dtype), "values": numpy.ascontiguousarray(values)}
    if pandas.api.types.is_datetime64_any_dtype(dtype):
        zoned = getattr(dtype, "tz", None) is not None
        values = (series.dt.tz_convert("UTC").dt.tz_localize(None) if zoned else series).astype("datetime64[us]")
        return {**base, "kind": "timestamptz" if zoned else "timestamp", "values": _int64(values, missing)}
    if pandas.api.types.is_timedelta64_dtype(dtype):
        return {**base, "kind": "float64", "values": numpy.ascontiguousarray(series.dt.total_seconds().to_numpy())}
    return _objects(base, series.tolist(), missing)


def _int64(values, missing):
    import numpy

    found = values.to_numpy().astype("datetime64[us]").astype("int64")
    return numpy.ascontiguousarray(numpy.where(missing, 0, found))


def _objects(base, values, missing):
    """Python objects: dates and booleans as such, everything else as its text."""
    import numpy

    present = [one for one, gone in zip(values, missing, strict=True) if not gone]
    if present and all(type(one) is bool for one in present):
        return {**base, "kind": "bool", "values": numpy.array([one is True for one in values], dtype=numpy.uint8)}
    if present and all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in present):
        return {**base, "kind": "float64", "values": numpy.array([0.0 if gone else one for one, gone in zip(values, missing, strict=True)], dtype=float)}
    if present and all(isinstance(one, datetime.date) for one in present):
        exact = any(isinstance(one, datetime.datetime) for one in present)
        stamps = numpy.array([None if gone else one for one, gone in zip(values, missing, strict=True)], dtype="datetime64[us]").astype("int64")
        return {**base, "kind": "timestamp" if exact else "date", "values": numpy.ascontiguousarray(numpy.where(missing, 0, stamps))}
    texts = [None if gone else _text(one) for one, gone in zip(values, missing, strict=True)]
    return {**base, "kind": "text", "values": json.dumps(texts)}


def _text(value):
    return value if isinstance(value, str) else json.dumps(value, default=str) if isinstance(value, (list, dict, tuple)) else str(value)


def frame(found):
    """A DataFrame of the host's columns, with the types that Python's own DuckDB would give."""
    import pandas

    series = [_series(column) for column in found]
    made = pandas.concat(series, axis=1) if series else pandas.DataFrame()
    made.columns = [column["name"] for column in found]
    return made


def _series(column):
    import numpy
    import pandas

    kind, values = column["kind"], column["values"]
    if kind == "json":
        return pandas.Series(json.loads(values), dtype=None if values != "[]" else object)
    array = numpy.asarray(values)
    missing = None if column["missing"] is None else numpy.asarray(column["missing"]).astype(bool)
    if kind == "bool":
        found = array.astype(bool)
        return pandas.Series(found) if missing is None else pandas.Series(numpy.where(missing, None, found))
    if kind in ("timestamp", "timestamptz", "date"):
        found = array.astype("int64").astype("datetime64[us]")
        if missing is not None:
            found[missing] = numpy.datetime64("NaT")
        made = pandas.Series(found)
        return made.dt.tz_localize("UTC") if kind == "timestamptz" else made
    if missing is None:
        return pandas.Series(array.copy())
    found = array.astype("float64")
    found[missing] = numpy.nan
    return pandas.Series(found)
