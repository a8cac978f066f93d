"""Imports modules that an app will import. Names the ones that fail or say something: a viewer must see that where the block imports them."""

import importlib
import io
import json
import sys
import warnings

OWN = ("notebook_kernel.restored", "dis", "io", "linecache", "pprint", "tokenize", "traceback", "uuid")


def import_all(names):
    # As a session does before an app's first import.
    importlib.import_module("notebook_kernel.hooks").install()
    importlib.import_module("notebook_kernel.runner").prepare_builtins()
    for name in OWN:
        importlib.import_module(name)
    unfit = []
    streams = sys.stdout, sys.stderr
    for name in json.loads(names):
        sys.stdout = sys.stderr = heard = io.StringIO()
        try:
            with warnings.catch_warnings(record=True) as warned:
                warnings.simplefilter("default")
                importlib.import_module(name)
            if heard.getvalue() or any(_shown(one) for one in warned):
                unfit.append(name)
        except BaseException:
            unfit.append(name)
        finally:
            sys.stdout, sys.stderr = streams
    _forget_zones()
    return json.dumps(unfit)


def _forget_zones():
    """For UTC alone, which pandas asks for, dateutil reads every zone of the world; it does so again for who wants another."""
    zones = sys.modules.get("dateutil.zoneinfo")
    if zones is not None:
        vars(zones.get_zonefile_instance).pop("_cached_instance", None)


def _shown(warning):
    """Whether Python's default filters would show it: a library's own deprecations are not."""
    return not issubclass(warning.category, (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning))
