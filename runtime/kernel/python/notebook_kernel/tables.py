"""DataFrames and Series as rows for the page's table (`TableData` of the contract). Imports pandas and polars never by itself."""

import csv
import datetime
import math
import sys

from . import live
from .places import OUTPUTS

MIME = "application/vnd.notebook-app.table.v1+json"
# Up to this many rows go out at once; of a longer table the first page, and the rest is asked for.
WHOLE_ROWS = 1000
FIRST_ROWS = 100
MAX_COLUMNS = 200
FOLDER = f"{OUTPUTS}/tables"


def bundle(value):
    """Table of a DataFrame or Series, and its size in words; `None` for anything else."""
    source = _source(value)
    if source is None:
        return None
    return {MIME: _table(source), "text/plain": f"{source.height} rows x {len(source.columns) - source.index_columns} columns"}


def is_frame(value):
    """Whether it is a DataFrame or Series of a library that is imported."""
    return _source(value) is not None


def columns(value):
    """Names and values of a DataFrame's columns, without its index; a Series is one column."""
    source = _source(value)
    skipped = source.index_columns
    return {column["name"]: source.values(at) for at, column in enumerate(source.columns) if at >= skipped}


def _source(value):
    pandas, polars = sys.modules.get("pandas"), sys.modules.get("polars")
    if pandas is not None and isinstance(value, getattr(pandas, "DataFrame", ())):
        return _Pandas(value)
    if pandas is not None and isinstance(value, getattr(pandas, "Series", ())):
        return _Pandas(value.to_frame())
    if polars is not None and isinstance(value, getattr(polars, "DataFrame", ())):
        return _Polars(value)
    if polars is not None and isinstance(value, getattr(polars, "Series", ())):
        return _Polars(value.to_frame())
    return None


def _table(source):
    whole = source.height <= WHOLE_ROWS
    data = {
        "columns": source.columns[:MAX_COLUMNS],
        "indexColumns": source.index_columns,
        "rows": source.rows(range(source.height if whole else FIRST_ROWS)),
        "totalRows": source.height,
        "totalColumns": len(source.columns),
    }
    if not whole:
        data["object"] = live.keep(LiveTable(source.snapshot()))
    return data


class LiveTable:
    """A table as it was when it was shown, to be looked at by page, sorted and filtered."""

    def __init__(self, source):
        self._source = source
        self._filter = ("", None)
        self._view = (None, None)
        # Each row as one text, once a filter has been asked for.
        self._texts = None

    def answer(self, question):
        order = self._order(question["view"])
        if question["kind"] == "table-file":
            return {"path": self._write(order, question["format"], question["object"])}
        start = question["start"]
        return {"rows": self._source.rows(order[start : start + question["count"]]), "matched": len(order)}

    def _order(self, view):
        """Positions of the rows that the filter leaves, sorted."""
        if self._view[0] != view:
            kept = self._kept(view["filter"].strip().casefold())
            sort = view["sort"]
            if sort is not None and sort["column"] < len(self._source.columns):
                place = self._source.ranks(sort["column"])
                missing = [at for at in kept if place[at] < 0]
                found = sorted((at for at in kept if place[at] >= 0), key=place.__getitem__, reverse=sort["descending"])
                kept = found + missing
            self._view = (view, kept)
        return self._view[1]

    def _kept(self, text):
        if self._filter[0] != text or self._filter[1] is None:
            self._filter = (text, self._matching(text) if text else range(self._source.height))
        return self._filter[1]

    def _matching(self, text):
        if self._texts is None:
            columns = [self._source.texts(at) for at in range(min(len(self._source.columns), MAX_COLUMNS))]
            self._texts = ["\n".join(row) for row in zip(*columns, strict=True)]
        return [at for at, row in enumerate(self._texts) if text in row]

    def _write(self, order, kind, name):
        import os

        os.makedirs(FOLDER, exist_ok=True)
        path = f"{FOLDER}/{name}.{kind}"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="," if kind == "csv" else "\t")
            writer.writerow([column["name"] for column in self._source.columns])
            for start in range(0, len(order), 1000):
                writer.writerows([_safe(one) for one in row] for row in self._source.rows(order[start : start + 1000], None))
        return path


def _safe(value):
    """Text that a spreadsheet would run as a formula is marked as text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@"):
        try:
            float(value)
        except ValueError:
            return "'" + value
    return value


class _Pandas:
    def __init__(self, frame):
        self._frame = frame
        self._days = {}
        index = frame.index
        self._levels = [index.get_level_values(at) for at in range(index.nlevels)]
        self.height = int(frame.shape[0])
        self.index_columns = len(self._levels)
        names = ["" if name is None else str(name) for name in index.names]
        self.columns = [_column(name, level.dtype) for name, level in zip(names, self._levels, strict=True)]
        self.columns += [_column(_title(name), dtype) for name, dtype in zip(frame.columns, frame.dtypes, strict=True)]

    def snapshot(self):
        """Copy on write makes it free from pandas 3 on; before, later changes of the frame would show."""
        import pandas

        cheap = int(pandas.__version__.split(".")[0]) >= 3
        return _Pandas(self._frame.copy(deep=not cheap))

    def _series(self, at):
        return self._levels[at] if at < self.index_columns else self._frame.iloc[:, at - self.index_columns]

    def rows(self, order, limit=MAX_COLUMNS):
        width = len(self.columns) if limit is None else min(len(self.columns), limit)
        series = []
        for at in range(width):
            one = self._series(at)
            by_position = one if at < self.index_columns else one.iloc
            # The order of a part of a table as it stands is a range; a slice copies nothing.
            taken = by_position[order.start : order.stop] if isinstance(order, range) else by_position[list(order)]
            shown = _day if self._only_days(at) else _shown
            series.append([shown(value) for value in (taken.to_numpy().tolist() if _is_plain(taken.dtype) else taken)])
        return [list(row) for row in zip(*series, strict=True)] if series else [[] for _ in order]

    def _only_days(self, at):
        """Whether a column of moments has no time of day, as pandas shows it then."""
        if at not in self._days:
            self._days[at] = False
            if self.columns[at]["type"] == "datetime":
                import pandas

                moments = pandas.Series(self._series(at)).dropna()
                try:
                    self._days[at] = bool((moments.dt.normalize() == moments).all())
                except AttributeError:  # periods and the like
                    pass
        return self._days[at]

    def values(self, at):
        return list(self._series(at))

    def ranks(self, at):
        """Per row its place in ascending order; -1 where the value is missing. Equal values share a place."""
        import pandas

        series = pandas.Series(self._series(at)).reset_index(drop=True)
        try:
            codes = pandas.factorize(series, sort=True)[0]
        except TypeError:  # values that cannot be compared are sorted as text
            codes = pandas.factorize(series.map(lambda one: None if cell(one) is None else str(one)), sort=True)[0]
        return codes.tolist()

    def texts(self, at):
        shown = _day if self._only_days(at) else _shown
        return ["" if (text := shown(one)) is None else str(text).casefold() for one in self._series(at)]


class _Polars:
    index_columns = 0

    def __init__(self, frame):
        self._frame = frame
        self.height = frame.height
        self.columns = [_column(name, dtype) for name, dtype in zip(frame.columns, frame.dtypes, strict=True)]

    def snapshot(self):
        return _Polars(self._frame.clone())

    def rows(self, order, limit=MAX_COLUMNS):
        shown = self._frame if limit is None else self._frame.select(self._frame.columns[:limit])
        if isinstance(order, range):
            taken = shown.slice(order.start, len(order))
        else:
            taken = shown[list(order)]
        return [[_shown(one) for one in row] for row in taken.iter_rows()]

    def values(self, at):
        return self._frame.to_series(at).to_list()

    def ranks(self, at):
        series = self._frame.to_series(at)
        try:
            places = series.rank("dense").to_list()
        except Exception:  # nested values have no order; their text has
            import polars

            places = polars.Series([None if one is None else str(one) for one in series]).rank("dense").to_list()
        return [-1 if one is None or one != one else one for one in places]

    def texts(self, at):
        return ["" if (shown := _shown(one)) is None else str(shown).casefold() for one in self._frame.to_series(at)]


def _shown(value):
    """A cell as it is read: moments without the `T` between day and time."""
    made = cell(value)
    return made.replace("T", " ", 1) if isinstance(value, datetime.datetime) and made is not None else made


def _day(value):
    made = cell(value)
    return made if made is None else made[:10]


def _is_plain(dtype):
    """Whether numpy itself makes Python's numbers of the values, all at once."""
    return type(dtype).__module__.startswith("numpy") and dtype.kind in "biuf"


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
