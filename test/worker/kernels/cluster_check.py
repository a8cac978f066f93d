"""
What of a cluster can be checked without one: manifests against Kubernetes' schemas, the kernelspec against the provisioner that it
names, and the pod that this provisioner's own launcher makes of our template. Prints one JSON object.
"""

import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import kubernetes_validate
import yaml

folder = sys.argv[1]
with open(f"{folder}/manifests.yaml", encoding="utf-8") as file:
    manifests = list(yaml.safe_load_all(file))
problems = []
for manifest in manifests:
    try:
        kubernetes_validate.validate(manifest, "1.31", strict=True)
    except kubernetes_validate.ValidationError as error:
        problems.append(f"{manifest['kind']}: {error}")

with open(f"{folder}/notebook-app/kernel.json", encoding="utf-8") as file:
    spec = json.load(file)
provisioner = spec["metadata"]["kernel_provisioner"]["provisioner_name"]
known = {one.name for one in importlib.metadata.entry_points(group="jupyter_client.kernel_provisioners")}

# The launcher is what `jupyter-k8s-spec` installs; beside it lies our template instead of its own.
prefix = tempfile.mkdtemp()
installer = os.path.join(os.path.dirname(sys.executable), "jupyter-k8s-spec")
subprocess.run([sys.executable, installer, "install", "--prefix", prefix, "--kernel-name", "x", "--image-name", "y"], check=True, capture_output=True)
scripts = f"{prefix}/share/jupyter/kernels/x/scripts"
shutil.copy(f"{folder}/notebook-app/scripts/kernel-pod.yaml.j2", scripts)
sys.path.insert(0, scripts)
import launch_kubernetes

pod = yaml.safe_load(
    launch_kubernetes.generate_kernel_pod_yaml(
        {
            "kernel_pod_name": "viewer-1",
            "kernel_namespace": "notebook-kernels",
            "kernel_id": "1",
            "kernel_service_account_name": "notebook-kernel",
            "kernel_image": "an-image:2",
            "kernel_memory_limit": spec["env"]["KERNEL_MEMORY_LIMIT"],
        }
    )
)
# The launcher hands its whole environment on; the gateway's configuration says what that is.
allowed = json.loads(re.search(r"env_process_whitelist = (\[.*\])", open(f"{folder}/gateway_config.py", encoding="utf-8").read())[1])
os.environ.update({"KG_AUTH_TOKEN": "the-token", "GP_NAMESPACE": "notebook-kernels"})
for name in [name for name in os.environ if name not in allowed]:
    del os.environ[name]
extended = launch_kubernetes.extend_pod_env(pod)
try:
    kubernetes_validate.validate(extended, "1.31", strict=True)
except kubernetes_validate.ValidationError as error:
    problems.append(f"Pod: {error}")
with open(f"{scripts}/launch_kubernetes.py", encoding="utf-8") as file:
    launcher = file.read()
unknown = [word for word in spec["argv"] if word.startswith("--") and word not in launcher]
shutil.rmtree(prefix)
print(json.dumps({"problems": problems, "kinds": [one["kind"] for one in manifests], "provisioner": provisioner in known, "unknown": unknown, "pod": extended}))
