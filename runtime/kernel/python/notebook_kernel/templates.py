"""
JinjaSQL: the part of Jinja that queries use, rendered to statements with placeholders. A value is always bound, never pasted, unless its
author says `sqlsafe`. Expressions are the author's own code: they are Python's but for filters, tests and attributes, which are Jinja's.
"""

import ast
import datetime
import decimal
import re

_TAG = re.compile(r"\{\{-?(?P<out>.*?)-?\}\}|\{%-?(?P<do>.*?)-?%\}|\{#.*?#\}", re.S)
_QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\$(\w*)\$.*?\$\1\$", re.S)


class TemplateError(Exception):
    """What is wrong with a query's template, with its line."""


class Safe(str):
    """Text that goes into the query as it is."""


class Fragment:
    """SQL with bound values in it."""

    def __init__(self, text, values):
        self.text, self.values = text, values


def render(query, namespace):
    """Statements as `(text, values)`; `?` stands for each value."""
    out = _Output()
    nodes, end = _parse(_lex(query), 0, ())
    _run(nodes, {**namespace}, out)
    return out.statements()


class _Output:
    """Pieces of text, and fragments between them."""

    def __init__(self):
        self._pieces = []

    def text(self, text):
        if self._pieces and isinstance(self._pieces[-1], str):
            self._pieces[-1] += text
        else:
            self._pieces.append(text)

    def value(self, value, line):
        if isinstance(value, Safe):
            self.text(str(value))
        else:
            self._pieces.append((value if isinstance(value, Fragment) else bind(value), line))

    def statements(self):
        # A mark that no query holds stands for each fragment, so that quotes and semicolons are read over the whole text.
        fragments = [piece for piece in self._pieces if not isinstance(piece, str)]
        whole = "".join(piece if isinstance(piece, str) else "\x00" for piece in self._pieces)
        whole, fragments = _outside_quotes(whole, fragments)
        found, at = [], 0
        for text in _split(whole):
            parts, values = text.split("\x00"), []
            sql = parts[0]
            for part in parts[1:]:
                fragment = fragments[at][0]
                at += 1
                sql += fragment.text + part
                values += fragment.values
            if sql.strip():
                found.append((sql.strip(), values))
        return found


def _outside_quotes(whole, fragments):
    """Without the values of comments; one inside quotes is refused."""
    kept, text, last, at = [], "", 0, 0
    for match in _QUOTED.finditer(whole):
        before = whole.count("\x00", last, match.start())
        kept += fragments[at : at + before]
        at += before
        inside = match[0].count("\x00")
        if inside and not match[0].startswith(("--", "/*")):
            line = fragments[at][1]
            raise TemplateError(f"Line {line}: a value cannot stand inside quotes. Write {{{{ x }}}} without them, or '%' || {{{{ x }}}} || '%'.")
        at += inside
        text += whole[last : match.start()] + match[0].replace("\x00", "")
        last = match.end()
    return text + whole[last:], kept + fragments[at:]


def _split(whole):
    """The text between semicolons that stand in no quotes and no comment."""
    parts, start, at = [], 0, 0
    while at < len(whole):
        quoted = _QUOTED.match(whole, at)
        if quoted:
            at = quoted.end()
            continue
        if whole[at] == ";":
            parts.append(whole[start:at])
            start = at + 1
        at += 1
    return [*parts, whole[start:]]


def bind(value):
    """A placeholder and its value; the type that SQL cannot tell from the value is named."""
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "ndim", None) == 0:
        value = item()
    to_python = getattr(value, "to_pydatetime", None)
    if callable(to_python):
        value = to_python()
    if value is None or value != value or type(value).__name__ in ("NaTType", "NAType"):
        return Fragment("NULL", [])
    if isinstance(value, (bool, float, str)):
        return Fragment("?", [value])
    if isinstance(value, int):
        # A host that has only one kind of number would make it a fraction; beyond 2**53 it holds no more digits.
        return Fragment(f"CAST(? AS {'BIGINT' if -(2**63) <= value < 2**63 else 'HUGEINT'})", [value if abs(value) <= 2**53 else str(value)])
    if isinstance(value, datetime.datetime):
        kind = "TIMESTAMP" if value.tzinfo is None else "TIMESTAMPTZ"
        return Fragment(f"CAST(? AS {kind})", [value.isoformat(" ")])
    if isinstance(value, datetime.date):
        return Fragment("CAST(? AS DATE)", [value.isoformat()])
    if isinstance(value, datetime.time):
        return Fragment("CAST(? AS TIME)", [value.isoformat()])
    if isinstance(value, decimal.Decimal):
        places = max(0, -value.as_tuple().exponent)
        return Fragment(f"CAST(? AS DECIMAL(38, {places}))", [str(value)])
    if isinstance(value, dict) or not hasattr(value, "__iter__"):
        raise TemplateError(f"A {type(value).__name__} cannot be a value of a query")
    inner = [bind(one) for one in value]
    return Fragment("[" + ", ".join(one.text for one in inner) + "]", [each for one in inner for each in one.values])


def inclause(values):
    """`(?, ?)` for `IN`; nothing is in an empty list, and everything is `NOT IN` it."""
    if isinstance(values, (str, bytes)) or not hasattr(values, "__iter__"):
        raise TemplateError("inclause needs a list")
    inner = [bind(one) for one in values]
    if not inner:
        return Fragment("(SELECT NULL WHERE false)", [])
    return Fragment("(" + ", ".join(one.text for one in inner) + ")", [each for one in inner for each in one.values])


def _identifier(value):
    names = [value] if isinstance(value, str) else list(value)
    return Safe(".".join('"' + str(name).replace('"', '""') + '"' for name in names))


_FILTERS = {
    "inclause": inclause,
    "sqlsafe": lambda value: Safe(value),
    "bind": lambda value: value,
    "identifier": _identifier,
    "default": lambda value, other="", boolean=False: other if value is None or value is _UNDEFINED or (boolean and not value) else value,
    "length": len,
    "count": len,
    "lower": lambda value: str(value).lower(),
    "upper": lambda value: str(value).upper(),
    "title": lambda value: str(value).title(),
    "trim": lambda value: str(value).strip(),
    "replace": lambda value, old, new: str(value).replace(old, new),
    "join": lambda value, by="": by.join(map(str, value)),
    "first": lambda value: next(iter(value), None),
    "last": lambda value: list(value)[-1],
    "list": list,
    "unique": lambda value: list(dict.fromkeys(value)),
    "sort": lambda value, reverse=False: sorted(value, reverse=reverse),
    "reverse": lambda value: list(value)[::-1],
    "sum": sum,
    "min": min,
    "max": max,
    "abs": abs,
    "round": lambda value, digits=0: round(value, digits),
    "int": int,
    "float": float,
    "string": str,
    "tojson": lambda value: __import__("json").dumps(value),
}
_FILTERS["d"] = _FILTERS["default"]
_TESTS = {
    "none": lambda value: value is None,
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "iterable": lambda value: hasattr(value, "__iter__"),
    "odd": lambda value: value % 2 == 1,
    "even": lambda value: value % 2 == 0,
}
_UNDEFINED = object()


def _attribute(value, name):
    try:
        return getattr(value, name)
    except AttributeError:
        try:
            return value[name]
        except (KeyError, TypeError, IndexError):
            raise AttributeError(f"{type(value).__name__} has no {name!r}") from None


# Templates


def _lex(query):
    """`(kind, text, line)` of texts, outputs and statements; `-` takes the blanks on its side."""
    found, at = [], 0
    for match in _TAG.finditer(query):
        text = query[at : match.start()]
        found.append(["text", text, query.count("\n", 0, at) + 1])
        at = match.end()
        line = query.count("\n", 0, match.start()) + 1
        if match[0][2:3] == "-":
            found[-1][1] = text.rstrip()
        if match["out"] is not None:
            found.append(["out", match["out"].strip(), line])
        elif match["do"] is not None:
            found.append(["do", match["do"].strip(), line])
        if match[0][-3:-2] == "-":
            while at < len(query) and query[at].isspace():
                at += 1
    found.append(["text", query[at:], query.count("\n", 0, at) + 1])
    return found


def _parse(tokens, at, until):
    """Nodes up to a statement whose first word is in `until`; gives them and where that is."""
    nodes = []
    while at < len(tokens):
        kind, text, line = tokens[at]
        word, _, rest = text.partition(" ") if kind == "do" else ("", "", "")
        if kind == "text":
            nodes.append(("text", text))
        elif kind == "out":
            nodes.append(("out", _Expression(text, line)))
        elif word in until:
            return nodes, at
        elif word == "if":
            node, at = _parse_if(tokens, at)
            nodes.append(node)
        elif word == "for":
            node, at = _parse_for(tokens, at)
            nodes.append(node)
        elif word == "set":
            name, sign, value = rest.partition("=")
            if not sign or not name.strip().isidentifier():
                raise TemplateError(f"Line {line}: write {{% set name = value %}}")
            nodes.append(("set", name.strip(), _Expression(value.strip(), line)))
        else:
            raise TemplateError(f"Line {line}: {{% {word} %}} is not known here; if, for and set are")
        at += 1
    if until:
        raise TemplateError(f"{{% {until[-1]} %}} is missing")
    return nodes, at


def _parse_if(tokens, at):
    branches, otherwise = [], []
    word, condition = "if", _Expression(tokens[at][1][2:].strip(), tokens[at][2])
    while word != "endif":
        body, at = _parse(tokens, at + 1, ("elif", "else", "endif"))
        if word == "else":
            otherwise = body
        else:
            branches.append((condition, body))
        text, line = tokens[at][1], tokens[at][2]
        word = text.split(" ")[0]
        if word == "elif":
            condition = _Expression(text[4:].strip(), line)
    return ("if", branches, otherwise), at


def _parse_for(tokens, at):
    _, text, line = tokens[at]
    match = re.fullmatch(r"for\s+([\w\s,]+?)\s+in\s+(.+)", text, re.S)
    if not match:
        raise TemplateError(f"Line {line}: write {{% for name in values %}}")
    body, at = _parse(tokens, at + 1, ("else", "endfor"))
    otherwise = []
    if tokens[at][1] == "else":
        otherwise, at = _parse(tokens, at + 1, ("endfor",))
    names = [name.strip() for name in match[1].split(",")]
    return ("for", names, _Expression(match[2], line), body, otherwise), at


class _Loop:
    def __init__(self, index, length):
        self.index, self.index0, self.length = index + 1, index, length
        self.first, self.last = index == 0, index == length - 1


def _run(nodes, scope, out):
    for node in nodes:
        kind = node[0]
        if kind == "text":
            out.text(node[1])
        elif kind == "out":
            out.value(node[1].value(scope), node[1].line)
        elif kind == "set":
            scope[node[1]] = node[2].value(scope)
        elif kind == "if":
            chosen = next((body for condition, body in node[1] if condition.value(scope)), node[2])
            _run(chosen, scope, out)
        else:
            _, names, values, body, otherwise = node
            items = list(values.value(scope))
            for index, item in enumerate(items):
                inner = {**scope, "loop": _Loop(index, len(items))}
                inner.update({names[0]: item} if len(names) == 1 else zip(names, item, strict=True))
                _run(body, inner, out)
            if not items:
                _run(otherwise, scope, out)


# Expressions


class _Expression:
    def __init__(self, text, line):
        self.line = line
        source = text.strip()
        try:
            tree = _Jinja().visit(ast.parse(source, mode="eval"))
        except SyntaxError:
            raise TemplateError(f"Line {line}: {{{{ {source} }}}} cannot be read") from None
        self._code = compile(ast.fix_missing_locations(tree), "<query>", "eval")

    def value(self, scope):
        names = {"true": True, "false": False, "none": None, **scope}
        helpers = {"_filter": _filter, "_test": _test, "_attribute": _attribute, "_undefined": _UNDEFINED, "_names": names}
        try:
            return eval(self._code, {**names, **helpers})
        except NameError as error:
            raise TemplateError(f"Line {self.line}: {error}") from None


def _filter(name, *given, **named):
    if name not in _FILTERS:
        raise TemplateError(f"The filter {name!r} is not known; known are {', '.join(sorted(_FILTERS))}")
    return _FILTERS[name](*given, **named)


def _test(name, value):
    if name not in _TESTS:
        raise TemplateError(f"The test {name!r} is not known; known are defined, undefined, {', '.join(sorted(_TESTS))}")
    return _TESTS[name](value)


class _Jinja(ast.NodeTransformer):
    """`x | f(y)`, `x is test` and `x.y`, which Python reads in its own way, mean what they mean in Jinja."""

    def visit_BinOp(self, node):
        if not isinstance(node.op, ast.BitOr):
            return self.generic_visit(node)
        # A filter binds closer than any operator: a + b | f is a + (b | f).
        left = node.left
        bare = isinstance(left, (ast.BinOp, ast.UnaryOp)) and node.col_offset == left.col_offset
        if bare and not (isinstance(left, ast.BinOp) and isinstance(left.op, ast.BitOr)):
            part = "right" if isinstance(left, ast.BinOp) else "operand"
            inner = ast.copy_location(ast.BinOp(getattr(left, part), ast.BitOr(), node.right), getattr(left, part))
            setattr(left, part, inner)
            return self.visit(left)
        call = node.right
        name, given, named = (call.func, call.args, call.keywords) if isinstance(call, ast.Call) else (call, [], [])
        if not isinstance(name, ast.Name):
            raise SyntaxError("a filter is a name")
        values = [self.visit(left), *(self._undefinable(one) for one in given)]
        if name.id in ("default", "d"):
            values[0] = self._undefinable(left)
        return _call("_filter", [ast.Constant(name.id), *values], [ast.keyword(one.arg, self.visit(one.value)) for one in named])

    def _undefinable(self, node):
        if isinstance(node, ast.Name):
            return _method_call(ast.Name("_names", ast.Load()), "get", [ast.Constant(node.id), ast.Name("_undefined", ast.Load())])
        return self.visit(node)

    def visit_Compare(self, node):
        if len(node.ops) == 1 and isinstance(node.ops[0], (ast.Is, ast.IsNot)) and isinstance(node.comparators[0], ast.Name):
            name = node.comparators[0].id
            negative = isinstance(node.ops[0], ast.IsNot)
            if name in ("defined", "undefined"):
                if not isinstance(node.left, ast.Name):
                    raise SyntaxError("only a name is defined or not")
                found = ast.Compare(ast.Constant(node.left.id), [ast.In()], [ast.Name("_names", ast.Load())])
                negative ^= name == "undefined"
            else:
                found = _call("_test", [ast.Constant(name.lower()), self.visit(node.left)], [])
            return ast.UnaryOp(ast.Not(), found) if negative else found
        return self.generic_visit(node)

    def visit_Attribute(self, node):
        return _call("_attribute", [self.visit(node.value), ast.Constant(node.attr)], [])


def _call(name, given, named):
    return ast.Call(ast.Name(name, ast.Load()), given, named)


def _method_call(value, name, given):
    return ast.Call(ast.Attribute(value, name, ast.Load()), given, [])
