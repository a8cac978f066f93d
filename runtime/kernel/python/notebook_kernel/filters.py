"""Filters of chart blocks, by the operators of the `.deepnote` format."""

import datetime

from . import tables


def passing(columns, conditions):
    """Positions of the rows that pass every condition; a condition on a column that is not there passes none."""
    height = len(next(iter(columns.values()), ()))
    rows = range(height)
    for condition in conditions:
        name, values = condition["column"], condition["values"]
        if name not in columns:
            raise KeyError(f"The chart's filter names the column {name!r}, which is not there")
        test = _TESTS.get(condition["operator"])
        if test is None:
            raise ValueError(f"The chart's filter has the operator {condition['operator']!r}, which is not known")
        column = columns[name]
        rows = [at for at in rows if test(column[at], values)]
    return rows


def _missing(value):
    return tables.cell(value) is None


def _same(value, other):
    if type(value).__name__ in ("bool", "bool_"):
        return str(value).lower() == str(other).lower()
    if isinstance(other, str) and not isinstance(value, str):
        return _order(value, other) == 0 if _is_time(value) or _is_number(value) else str(value) == other
    return value == other


def _is_time(value):
    return isinstance(value, (datetime.date, datetime.datetime))


def _is_number(value):
    return hasattr(value, "__float__") and not isinstance(value, str)


def _order(value, other):
    """-1, 0 or 1; `None` where the two cannot be compared."""
    try:
        if _is_time(value):
            other = datetime.datetime.fromisoformat(str(other).replace("Z", "+00:00")).replace(tzinfo=None)
            if isinstance(value, datetime.datetime):
                value = value.replace(tzinfo=None)
            else:
                other = other.date()
        elif _is_number(value):
            other = float(other)
        else:
            value, other = str(value), str(other)
        return (value > other) - (value < other)
    except (TypeError, ValueError):
        return None


def _any(value, values):
    return any(_same(value, one) for one in values)


def _compare(wanted):
    def test(value, values):
        return not _missing(value) and bool(values) and _order(value, values[0]) in wanted

    return test


def _between(value, values):
    return not _missing(value) and len(values) > 1 and _order(value, values[0]) in (0, 1) and _order(value, values[1]) in (-1, 0)


def _contains(value, values):
    return not _missing(value) and any(str(one).casefold() in str(value).casefold() for one in values)


def _on(value, values):
    return not _missing(value) and bool(values) and str(tables.cell(value))[:10] == str(values[0])[:10]


_TESTS = {
    "is-equal": _any,
    "is-not-equal": lambda value, values: not _any(value, values),
    "is-one-of": _any,
    "is-not-one-of": lambda value, values: not _any(value, values),
    "is-null": lambda value, values: _missing(value),
    "is-not-null": lambda value, values: not _missing(value),
    "text-contains": _contains,
    "text-does-not-contain": lambda value, values: not _contains(value, values),
    "greater-than": _compare((1,)),
    "greater-than-or-equal": _compare((0, 1)),
    "less-than": _compare((-1,)),
    "less-than-or-equal": _compare((-1, 0)),
    "between": _between,
    "outside-of": lambda value, values: not _missing(value) and not _between(value, values),
    "is-on": _on,
    "is-before": _compare((-1,)),
    "is-after": _compare((1,)),
}
