/**
 * Python's own `packaging`, where this machine has it (alone or inside pip), as an oracle.
 * @module
 */
import { spawnSync } from "node:child_process";

const SCRIPT = `
import json, sys
try:
    from packaging import markers, specifiers, version
except ImportError:
    from pip._vendor.packaging import markers, specifiers, version
def version_of(text):
    try: return version.Version(text)
    except version.InvalidVersion: return None
def parse(text): return version_of(text) is not None
def order(one, other):
    a, b = version_of(one), version_of(other)
    return (a > b) - (a < b)
def satisfies(text, clause):
    try: return specifiers.SpecifierSet(clause).contains(version_of(text), prereleases=True)
    except specifiers.InvalidSpecifier: return None
def marker(text, environment): return markers.Marker(text).evaluate(environment)
asked = json.load(sys.stdin)
print(json.dumps([globals()[name](*arguments) for name, *arguments in asked]))
`;

/** Answers questions such as \`["order", "1.0", "1.0a1"]\`, all at once. @throws If there is no such Python. */
export function packaging(questions: readonly (readonly unknown[])[]): unknown[] {
  const run = spawnSync("python3", ["-c", SCRIPT], { input: JSON.stringify(questions), encoding: "utf8" });
  if (run.status !== 0) throw new Error(run.stderr);
  const answers: unknown = JSON.parse(run.stdout);
  return Array.isArray(answers) ? answers : [];
}

/** Whether it can be asked here. */
export const hasPackaging: boolean = spawnSync("python3", ["-c", SCRIPT], { input: "[]" }).status === 0;
