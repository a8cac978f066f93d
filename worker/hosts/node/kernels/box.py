"""
Starts one kernel in a box of its own: `box.py PYTHON CONNECTION_FILE`, settings as JSON in the file that KERNEL_BOX names. Without that
variable the settings are in NOTEBOOK_APP_BOX and the box has a folder of its own, removed at its end: a kernelspec for anybody's gateway.

In the box are the system (read-only), the kernel's Python, its own sockets, an empty /tmp and /work: the app's work files with an
overlay that only this kernel sees. There is no network, no other process, and nothing of the server. Needs Linux and bubblewrap; runs
as root (each kernel then gets a user id of its own) or as any user who may create user namespaces.
"""

import ctypes
import errno
import json
import math
import os
import re
import shutil
import struct
import sys
import tempfile

# Memory that no process shows and no folder limits: calls that make it, by machine (memfd_create, memfd_secret, shmget).
HIDDEN_MEMORY = {"x86_64": (0xC000003E, (319, 447, 29)), "aarch64": (0xC00000B7, (279, 447, 194))}
CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_REC, MS_PRIVATE = 0x4000, 0x40000
_libc = ctypes.CDLL(None, use_errno=True)


def main():
    python, connection_file = sys.argv[1:]
    box = _given() if "KERNEL_BOX" in os.environ else _own()
    root = os.geteuid() == 0
    folder = box["folder"]
    os.makedirs(f"{folder}/sockets", mode=0o700, exist_ok=True)
    _share(box, folder)
    _own_namespace(root)
    _mount_work(box, folder, root)
    connection = _own_connection(connection_file, f"{folder}/sockets")
    if root:
        for path in (f"{folder}/sockets", connection):
            os.chown(path, box["uid"], box["uid"])
    os.execvp("bwrap", [*_bwrap(box, folder, python, root), *_filtered(), *_limited(box, root), python, "-m", "ipykernel_launcher", "-f", connection])


def _share(box, folder):
    """What of the machine this kernel gets when others want it too; and who it is, for the server's watch."""
    with open(f"{folder}/pid", "w", encoding="ascii") as file:
        file.write(str(os.getpid()))
    allowed = sorted(os.sched_getaffinity(0))
    count, start = math.ceil(box["cpus"]), box.get("turn", os.getpid()) % len(allowed)
    if count < len(allowed):
        os.sched_setaffinity(0, (allowed * 2)[start : start + count])
    os.nice(5)
    # Where memory ends, a kernel is ended rather than the server.
    for name, value in (("autogroup", "5"), ("oom_score_adj", "500")):
        try:
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(value)
        except OSError:
            pass


def _given():
    with open(os.environ["KERNEL_BOX"], encoding="utf-8") as file:
        return json.load(file)


def _own():
    """Settings with an empty folder; this process stays to remove it, a child goes on."""
    _sweep()
    folder = tempfile.mkdtemp(prefix=f"nbk-{os.getpid()}-")
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    if hasattr(_libc, "prctl"):
        # SIGKILL of the parent must reach the box.
        _libc.prctl(1, 9)
    os.mkdir(f"{folder}/empty", 0o777)
    os.chmod(f"{folder}/empty", 0o777)
    return {"folder": folder, "work": f"{folder}/empty", "uid": 65_100 + os.getpid() % 100_000, "env": {}, **json.loads(os.environ["NOTEBOOK_APP_BOX"])}


def _sweep():
    """Folders of boxes whose keeper was killed and could not remove them."""
    for name in os.listdir(tempfile.gettempdir()):
        match = re.fullmatch(r"nbk-(\d+)-\w+", name)
        if match and not os.path.exists(f"/proc/{match[1]}"):
            shutil.rmtree(os.path.join(tempfile.gettempdir(), name), ignore_errors=True)


def _own_namespace(root):
    """Mounts from here on are this kernel's alone and go with it."""
    uid, gid = os.geteuid(), os.getegid()
    _check(_libc.unshare(CLONE_NEWNS if root else CLONE_NEWNS | CLONE_NEWUSER))
    if not root:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)
    _check(_libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))


def _mount_work(box, folder, root):
    """`folder/work`: the app's files below, what this kernel writes above, in memory and limited."""
    upper = f"{folder}/upper"
    for path in (upper, f"{folder}/work"):
        os.makedirs(path, exist_ok=True)
    _check(_libc.mount(b"tmpfs", upper.encode(), b"tmpfs", 0, f"size={box['diskBytes']}".encode()))
    for name in ("files", "overlay"):
        os.mkdir(f"{upper}/{name}")
    if root:
        os.chown(f"{upper}/files", box["uid"], box["uid"])
    options = f"lowerdir={box['work']},upperdir={upper}/files,workdir={upper}/overlay"
    options += "" if root else ",userxattr"
    _check(_libc.mount(b"overlay", f"{folder}/work".encode(), b"overlay", 0, options.encode()))


def _own_connection(connection_file, sockets):
    """The gateway's connection file with the sockets where the box has them; the gateway finds them by links."""
    with open(connection_file, encoding="utf-8") as file:
        connection = json.load(file)
    outside = connection["ip"]
    connection["ip"] = f"{sockets}/s"
    for name in ("shell", "iopub", "stdin", "control", "hb"):
        port = connection[f"{name}_port"]
        link = f"{outside}-{port}"
        if os.path.lexists(link):
            os.unlink(link)
        os.symlink(f"{sockets}/s-{port}", link)
    path = f"{sockets}/connection.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(connection, file)
    os.chmod(path, 0o600)
    return path


def _bwrap(box, folder, python, root):
    sockets = f"{folder}/sockets"
    arguments = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    # Only to become the kernel's own user, see _limited.
    arguments += ["--cap-drop", "ALL"] + (["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"] if root else [])
    arguments += ["--ro-bind", "/usr", "/usr"]
    for path in ("/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/fonts", "/etc/ssl", "/etc/localtime"):
        arguments += ["--ro-bind-try", path, path]
    arguments += ["--proc", "/proc", "--dev", "/dev"]
    for path in ("/tmp", "/dev/shm"):
        arguments += ["--perms", "1777", "--size", str(box["diskBytes"]), "--tmpfs", path]
    for path in box["pythons"]:
        arguments += [*_parents(path), "--ro-bind", path, path]
    arguments += ["--bind", f"{folder}/work", "/work", *_parents(sockets), "--bind", sockets, sockets]
    # What else is writable would be memory without a limit.
    arguments += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/work", "--clearenv"]
    environment = {
        "PATH": f"{os.path.dirname(python)}:/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        "MPLBACKEND": "agg",
        "IPYTHONDIR": "/tmp/.ipython",
        **box["env"],
    }
    for name, value in environment.items():
        arguments += ["--setenv", name, value]
    return arguments


def _filtered():
    """A filter of system calls: those of HIDDEN_MEMORY are not there. A machine that is not known goes without."""
    machine, calls = HIDDEN_MEMORY.get(os.uname().machine, (None, ()))
    if machine is None:
        return []
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06
    allow, absent = 0x7FFF0000, 0x00050000 | errno.ENOSYS
    # Offset 4: the machine whose call it is; 0: the call. Numbers from 0x40000000 on are x86-64's other set. Jumps go to the last line.
    tests = [(equal, call) for call in calls] + [(at_least, 0x40000000)]
    lines = [(load, 0, 0, 4), (equal, 1, 0, machine), (give, 0, 0, absent), (load, 0, 0, 0)]
    lines += [(test, len(tests) - at, 0, value) for at, (test, value) in enumerate(tests)]
    lines += [(give, 0, 0, allow), (give, 0, 0, absent)]
    reading, writing = os.pipe()
    os.write(writing, b"".join(struct.pack("=HBBI", *line) for line in lines))
    os.close(writing)
    os.set_inheritable(reading, True)
    return ["--seccomp", str(reading)]


def _parents(path):
    """Empty folders on the way to a path; bubblewrap would make them for root's eyes only."""
    parts = path.strip("/").split("/")[:-1]
    return [word for end in range(1, len(parts) + 1) for word in ("--perms", "0755", "--dir", "/" + "/".join(parts[:end]))]


def _limited(box, root):
    """Limits that the kernel and all its processes inherit; set inside, so that other kernels' processes do not count."""
    limits = ["/usr/bin/prlimit", "--core=0", f"--data={box['memoryBytes']}", f"--nproc={box['processes']}", "--nofile=1024", f"--fsize={box['diskBytes']}"]
    user = ["/usr/bin/setpriv", "--reuid", str(box["uid"]), "--regid", str(box["uid"]), "--clear-groups", "--no-new-privs"] if root else []
    return [*limits, *user]


def _check(result):
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


main()
