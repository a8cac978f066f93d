"""Stands in for a build backend: pip asks it for a source package's metadata before it keeps the file, and nothing shall be built."""

import os, re
def prepare_metadata_for_build_wheel(folder, config_settings=None):
    info = open("PKG-INFO").read()
    name = re.search(r"^Name: (.*)$", info, re.M)[1]; version = re.search(r"^Version: (.*)$", info, re.M)[1]
    made = f"{name.replace('-', '_')}-{version}.dist-info"
    os.makedirs(os.path.join(folder, made)); open(os.path.join(folder, made, "METADATA"), "w").write(info)
    return made
