/**
 * Kernels past one machine, as far as they can be checked without a cluster.
 * @module
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Environments } from "../../../worker/hosts/node/kernels/environments.ts";
import { CACHE } from "../../doubles/kernel-server.ts";

const folder = join(import.meta.dirname, "../../../worker/hosts/kubernetes");

let checked: {
  problems: string[];
  kinds: string[];
  provisioner: boolean;
  unknown: string[];
  pod: {
    spec: {
      containers: { image: string; resources: unknown; securityContext: unknown }[];
      automountServiceAccountToken: boolean;
    };
  };
};

beforeAll(async () => {
  const environment = await new Environments({ cache: CACHE }).get([
    "gateway_provisioners==0.5.*",
    "kubernetes-validate==1.*",
    "jinja2",
    "kubernetes",
  ]);
  if (!environment.ok) throw new Error(environment.fault.message);
  const script = join(import.meta.dirname, "cluster_check.py");
  checked = JSON.parse(
    execFileSync(environment.value.python, [script, folder], { encoding: "utf8" }).split("\n").at(-2) ?? "",
  );
});

describe("on Kubernetes", () => {
  it("manifests and pods fit Kubernetes' schemas", () => {
    expect(checked.problems).toEqual([]);
    expect(checked.kinds).toEqual(expect.arrayContaining(["Deployment", "Service", "NetworkPolicy", "Role"]));
  });

  it("the kernelspec names a provisioner that there is, with arguments that its launcher has", () => {
    expect(checked.provisioner).toBe(true);
    expect(checked.unknown).toEqual([]);
  });

  it("a kernel's pod has the app's image, limits, and no rights", () => {
    const { spec } = checked.pod;
    expect(JSON.stringify(spec)).not.toContain("the-token");
    expect(JSON.stringify(spec)).toContain("notebook-kernels");
    expect(spec.automountServiceAccountToken).toBe(false);
    expect(spec.containers[0]).toMatchObject({
      image: "an-image:2",
      resources: { limits: { memory: "4Gi" } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    });
  });
});

it("in Cloudflare Containers, the Worker is one that Cloudflare would take", () => {
  const out = mkdtempSync(join(tmpdir(), "nb-containers-"));
  const wrangler = join("node_modules", "wrangler", "bin", "wrangler.js");
  // The image itself would need Docker.
  const args = ["deploy", "--dry-run", "--containers-rollout=none", "-c", "wrangler.containers.toml", "--outdir", out];
  const text = execFileSync(process.execPath, [wrangler, ...args], {
    encoding: "utf8",
    env: { ...process.env, CI: "1" },
  });
  rmSync(out, { recursive: true });
  expect(text).toContain("KERNEL_SESSIONS");
  expect(text).toContain("worker/hosts/containers/Dockerfile");
});
