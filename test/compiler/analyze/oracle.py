"""CPython's own answer to which names a module binds and reads, as JSON for the test that compares ours with it."""

import ast
import dis
import json
import pathlib
import re
import symtable
import sys
import sysconfig
import warnings
import zipfile

warnings.simplefilter("ignore")


KINDS = ("LOAD", "STORE", "DELETE")


def accessed(code):
    """Names of the module that the compiled code loads, stores or deletes, in its own code and in that of functions, by kind."""
    found = {kind: set() for kind in KINDS}
    for instruction in dis.get_instructions(code):
        kind, _, scope = instruction.opname.partition("_")
        if kind in KINDS and (scope == "GLOBAL" or (scope == "NAME" and code.co_name == "<module>")):
            found[kind].add(instruction.argval)
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            for kind, inside in accessed(constant).items():
                found[kind] |= inside
    return found


def names(source, file):
    top = symtable.symtable(source, file, "exec")
    bound, required, read = set(), set(), set()

    def visit(table, in_function):
        kind = str(getattr(table.get_type(), "value", table.get_type()))
        lazy = "annotation" in kind and in_function
        for symbol in table.get_symbols():
            name = symbol.get_name()
            if name.startswith("."):
                continue
            if table is top:
                if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
                    bound.add(name)
                if symbol.is_referenced():
                    read.add(name)
                    required.add(name)
            # `is_global` takes a function named `top` for the module itself.
            elif symbol.is_global() and not symbol.is_parameter():
                if symbol.is_declared_global() and (symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()):
                    bound.add(name)
                if symbol.is_referenced():
                    read.add(name)
                    if not lazy:
                        required.add(name)
            elif kind == "class" and symbol.is_referenced():
                read.add(name)
        for child in table.get_children():
            visit(child, in_function or kind == "function")

    visit(top, False)
    # Since PEP 709 symtable lists the targets of a module's own comprehensions among the module's names.
    tree = ast.parse(source)
    targets = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }
    code = compile(source, file, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    access = accessed(code)
    bound -= targets - access["STORE"] - access["DELETE"]
    required -= targets - access["LOAD"]
    # What symtable does not say: that `a += 1` reads `a`, and what a walrus in a comprehension binds.
    read |= access["LOAD"]
    bound |= access["STORE"] - {"__doc__", "__annotations__"}
    implicit = {"__class__", "__conditional_annotations__", "__classdict__", "__annotate__", "__annotate_func__"}
    return {"bound": sorted(bound - implicit), "required": sorted(required - bound - implicit), "read": sorted(read)}


def cells(texts):
    """The same for a list of cells, as JSON; `null` for one that is no Python."""
    return json.dumps([answer(text, f"cell {at}") for at, text in enumerate(json.loads(texts))])


def answer(source, file):
    try:
        return {"source": source, **names(source, file)}
    except SyntaxError:
        return None


def installed(folder, wanted):
    """The library of the Python that runs this; of its tests and tools only those whose name is `wanted`."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*.py")):
        name = path.relative_to(folder).as_posix()
        if re.match(r"(site-packages|test|lib2to3/tests|idlelib|.*/test)/", name) and not re.search(wanted, name):
            continue
        try:
            answered = answer(path.read_text(encoding="utf-8"), name)
        except (UnicodeDecodeError, ValueError):
            continue
        if answered is not None:
            found[name] = answered
    return json.dumps(found)


def library(path):
    found = {}
    with zipfile.ZipFile(path) as archive:
        for file in archive.namelist():
            if not file.endswith(".py"):
                continue
            source = archive.read(file).decode()
            answered = answer(source, file)
            if answered is not None:
                found[file] = answered
    return json.dumps(found)


if __name__ == "__main__":
    sys.stdout.write(installed(sysconfig.get_paths()["stdlib"], sys.argv[1]))
