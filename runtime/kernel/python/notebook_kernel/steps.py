"""Big numbers and charts: blocks that show a variable and bind nothing."""

import re
import sys

from . import display, filters, tables

BIG_NUMBER = "application/vnd.notebook-app.big-number.v1+json"
VEGA_LITE = "application/vnd.vegalite.v5+json"
MAX_ROWS = 50_000


def big_number(step, namespace):
    """Publishes the number, its title and its comparison."""
    value = _value(step["value"], namespace)
    shown = {"title": _fill(step["title"], namespace), "value": _format(value, step["format"]), "comparison": None}
    comparison = step["comparison"]
    if comparison is not None:
        shown["comparison"] = _compare(value, _value(comparison["value"], namespace), comparison, namespace)
    display.publish({BIG_NUMBER: shown, "text/plain": f"{shown['title']}: {shown['value']}"})


def chart(step, namespace):
    """Publishes the chart's specification with the rows of its variable that pass its filters."""
    frame = _value(step["variable"], namespace)
    if not tables.is_frame(frame):
        raise TypeError(f"{step['variable']} is a {type(frame).__name__}; a chart needs a DataFrame")
    rows, columns = filters.passing(tables.columns(frame), step["filters"]), tables.columns(frame)
    if len(rows) > MAX_ROWS:
        print(f"The chart shows the first {MAX_ROWS:,} of {len(rows):,} rows.", file=sys.stderr)
        rows = rows[:MAX_ROWS]
    used = _fields(step["spec"])
    kept = {name: values for name, values in columns.items() if not used or name in used} or columns
    cells = [[tables.cell(values[at]) for at in rows] for values in kept.values()]
    values = [dict(zip(kept, row, strict=True)) for row in zip(*cells, strict=True)]
    spec = {**_SIZE, **step["spec"], "data": {"values": values}} if _is_single(step["spec"]) else {**step["spec"], "data": {"values": values}}
    display.publish({VEGA_LITE: spec, "text/plain": f"<chart of {step['variable']}>"})


_SIZE = {"width": "container", "height": 300}


def _is_single(spec):
    """Whether it is one picture: only such a one can take the width of its place."""
    return not {"facet", "repeat", "concat", "hconcat", "vconcat"} & set(spec) and not {"row", "column", "facet"} & set(spec.get("encoding") or {})


def _fields(spec):
    """Columns that the specification names; empty if it may name others by expressions."""
    if isinstance(spec, dict):
        if "transform" in spec or "params" in spec:
            return set()
        return set().union(*(({one} if key == "field" and isinstance(one, str) else set()) | _fields(one) for key, one in spec.items()))
    return set().union(*map(_fields, spec)) if isinstance(spec, list) else set()


def _value(name, namespace):
    if name not in namespace:
        raise NameError(f"name {name!r} is not defined")
    return namespace[name]


def _fill(text, namespace):
    return re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda match: str(_value(match[1], namespace)), text)


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _format(value, how):
    number = _number(value)
    if number is None or isinstance(value, str):
        return str(value)
    if how == "currency":
        return f"{'-' if number < 0 else ''}${abs(number):,.2f}"
    if how == "percent":
        return f"{number * 100:,.2f}%"
    if how == "scientific":
        return f"{number:.2E}"
    if how == "financial":
        return f"({abs(number):,.2f})" if number < 0 else f"{number:,.2f}"
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}" if abs(number) < 1e15 else f"{number:,}"


def _compare(value, other, comparison, namespace):
    now, before = _number(value), _number(other)
    if now is None or before is None:
        raise TypeError("A comparison needs two numbers")
    change = now - before
    kind = comparison["type"]
    if kind in ("percentage-change", "percent-change"):
        text = "–" if before == 0 else f"{change / abs(before) * 100:+,.2f}%"
    elif kind == "absolute-value":
        text = _format(other, comparison["format"])
    else:
        text = ("+" if change > 0 else "") + _format(change, comparison["format"])
    return {
        "title": _fill(comparison["title"], namespace),
        "value": text,
        "trend": "up" if change > 0 else "down" if change < 0 else "flat",
    }
