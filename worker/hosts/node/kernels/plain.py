"""
Starts one kernel without a box, for an author's own code on the author's own machine: `plain.py PYTHON CONNECTION_FILE`, settings as
JSON in the file that KERNEL_BOX names. The kernel can do whatever its user can.
"""

import json
import math
import os
import resource
import shutil
import sys

python, connection_file = sys.argv[1:]
with open(os.environ["KERNEL_BOX"], encoding="utf-8") as file:
    box = json.load(file)
with open(f"{box['folder']}/pid", "w", encoding="ascii") as file:
    file.write(str(os.getpid()))
work = f"{box['folder']}/work"
shutil.copytree(box["work"], work, dirs_exist_ok=True)
if sys.platform == "linux":
    # So that libraries take no more processors than the kernel may use.
    allowed = sorted(os.sched_getaffinity(0))
    count, start = math.ceil(box["cpus"]), box["turn"] % len(allowed)
    if count < len(allowed):
        os.sched_setaffinity(0, (allowed * 2)[start : start + count])
    # Elsewhere this limit is not kept or too strict.
    resource.setrlimit(resource.RLIMIT_DATA, (box["memoryBytes"], box["memoryBytes"]))
environment = {name: value for name, value in os.environ.items() if not name.startswith(("KG_", "KERNEL_", "JUPYTER_", "NOTEBOOK_APP_"))}
environment.update(box["env"], NOTEBOOK_APP_WORK=work, NOTEBOOK_APP_OUTPUTS=f"{box['folder']}/outputs", MPLBACKEND="agg")
environment["PATH"] = f"{os.path.dirname(python)}:{environment['PATH']}"
os.chdir(work)
os.execve(python, [python, "-m", "ipykernel_launcher", "-f", connection_file], environment)
