"""DataFrames and Series as rows for the page's table (`TableData` of the contract). Imports pandas and polars never by itself."""

import datetime
import math
import sys

MIME = "application/vnd.notebook-app.table.v1+json"
MAX_ROWS = 1000
MAX_COLUMNS = 200


def bundle(value):
    """Table and HTML of a DataFrame or Series; `None` for anything else."""
    pandas = sys.modules.get("pandas")
    if pandas is not None and hasattr(pandas, "DataFrame"):
        if isinstance(value, pandas.DataFrame):
            return {MIME: _pandas(value)}
        if isinstance(value, pandas.Series):
            return {MIME: _pandas(value.to_frame()), "text/html": value.head(60).to_frame().to_html()}
    polars = sys.modules.get("polars")
    if polars is not None and hasattr(polars, "DataFrame"):
        if isinstance(value, polars.Series):
            value = value.to_frame()
        if isinstance(value, polars.DataFrame):
            return {MIME: _polars(value)}
    return None


def _pandas(frame):
    shown = frame.iloc[:MAX_ROWS, :MAX_COLUMNS]
    index = shown.index
    levels = [index.get_level_values(at) for at in range(index.nlevels)]
    names = ["" if name is None else str(name) for name in index.names]
    columns = [_column(name, level.dtype) for name, level in zip(names, levels, strict=True)]
    columns += [_column(_title(name), shown.dtypes.iloc[at]) for at, name in enumerate(shown.columns)]
    series = [list(level) for level in levels] + [list(shown.iloc[:, at]) for at in range(shown.shape[1])]
    return {
        "columns": columns,
        "indexColumns": len(levels),
        "rows": [[cell(one) for one in row] for row in zip(*series, strict=True)],
        "totalRows": int(frame.shape[0]),
        "totalColumns": int(frame.shape[1]) + len(levels),
    }


def _polars(frame):
    shown = frame.head(MAX_ROWS)
    shown = shown.select(shown.columns[:MAX_COLUMNS])
    return {
        "columns": [_column(name, dtype) for name, dtype in zip(shown.columns, shown.dtypes, strict=True)],
        "indexColumns": 0,
        "rows": [[cell(one) for one in row] for row in shown.iter_rows()],
        "totalRows": frame.height,
        "totalColumns": frame.width,
    }


def _title(name):
    return " / ".join(str(part) for part in name) if isinstance(name, tuple) else str(name)


def _column(name, dtype):
    text = str(dtype)
    low = text.lower()
    if low.startswith("bool"):
        kind = "boolean"
    elif low.startswith(("int", "uint", "float", "complex", "decimal")):
        kind = "number"
    elif low.startswith(("datetime", "date")):
        kind = "datetime"
    else:
        kind = "text"
    return {"name": name, "dtype": text, "type": kind}


def cell(value):
    """A JSON scalar, `None` for anything missing."""
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, int):
        # Beyond 2**53 a JavaScript number would show other digits.
        return value if abs(value) <= 2**53 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if type(value).__name__ in ("NaTType", "NAType"):
        return None
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        inner = item()
        return cell(inner) if type(inner) is not type(value) else str(value)
    return str(value)
