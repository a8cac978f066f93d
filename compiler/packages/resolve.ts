/**
 * Finds one wheel for every package that an app needs, so that all requirements hold: depth-first, with backtracking.
 * @module
 */
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import { absentModule, badRequirement, noBrowserWheel, noVersion, unknownPackage } from "../diagnostics/packages.ts";
import type { StatedRequirement } from "../document.ts";
import type { AvailableWheel, DistributionPackage, PackageIndex } from "./index-types.ts";
import type { Lock, LockedWheel } from "./lock.ts";
import { originOf } from "./modules.ts";
import { markerHolds, normalizeName, parseRequirement, type Requirement } from "./requirements.ts";
import {
  compareVersions,
  isPrerelease,
  parseSpecifiers,
  parseVersion,
  satisfies,
  wantsPrerelease,
} from "./versions.ts";
import { parseWheelName } from "./wheel-name.ts";

/** What packages need but our kernel and page bring in their own form: IPython, and the scripts of Jupyter's pages. */
const BROUGHT: ReadonlySet<string> = new Set(["ipython", "widgetsnbextension", "jupyterlab-widgets"]);

/** A module that a block imports. */
export interface ImportedModule {
  readonly module: string;
  readonly place: Place;
  /** The block copes without it. */
  readonly optional?: boolean;
}

export interface ResolveRequest {
  readonly imports: readonly ImportedModule[];
  readonly requirements: readonly StatedRequirement[];
  /** Top-level modules of the project itself. */
  readonly localModules: readonly string[];
  /** Packages that only a server needs: what a browser has beside Python. */
  readonly onServer?: readonly string[];
  readonly index: PackageIndex;
}

/** The lock, unless an error is among the findings. */
export interface ResolveResult {
  readonly lock: Lock | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Resolves an app's packages. Equal answers of the index give an equal lock. */
export async function resolvePackages(request: ResolveRequest): Promise<ResolveResult> {
  const { wanted, diagnostics } = collectWanted(request);
  const solver = new Solver(request.index);
  const needed: Wanted[] = [];
  for (const one of wanted) {
    const problem = await solver.problem(one);
    if (problem) diagnostics.push(problem);
    else needed.push(one);
  }
  if (diagnostics.some(({ severity }) => severity === "error")) return { lock: null, diagnostics };
  const chosen = (await solver.canBeHad(needed)) ? await solver.solve(needed, new Map()) : null;
  if (chosen === null) {
    diagnostics.push(
      solver.conflict ?? noVersion({ file: "" }, "the packages", "their requirements contradict each other."),
    );
    return { lock: null, diagnostics };
  }
  return { lock: { pyodide: request.index.distribution.version, packages: inOrder(chosen) }, diagnostics };
}

interface Wanted {
  readonly requirement: Requirement;
  readonly place: Place;
  readonly optional: boolean;
  /** What led here, for messages. */
  readonly because: string;
}

interface Candidate {
  readonly wheel: LockedWheel;
  readonly available: AvailableWheel | null;
}

interface Chosen extends Candidate {
  readonly needs: readonly string[];
}

type Solution = ReadonlyMap<string, Chosen>;

function collectWanted(request: ResolveRequest): { wanted: Wanted[]; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const wanted: Wanted[] = [];
  for (const { text, place } of request.requirements) {
    const requirement = parseRequirement(text);
    if (typeof requirement === "string") diagnostics.push(badRequirement(place, requirement));
    else if (markerHolds(requirement.marker, [])) wanted.push({ requirement, place, optional: false, because: text });
  }
  const local = new Set(request.localModules);
  const seen = new Set(wanted.map(({ requirement }) => requirement.name));
  for (const { module, place, optional = false } of request.imports) {
    const origin = originOf(module, request.index.distribution, local);
    if (origin.kind === "absent") diagnostics.push(absentModule(place, module, optional));
    if (origin.kind !== "package" || seen.has(origin.name)) continue;
    seen.add(origin.name);
    const requirement: Requirement = { name: origin.name, extras: [], specifiers: [], marker: null, text: origin.name };
    wanted.push({ requirement, place, optional, because: `import ${module}` });
  }
  return { wanted, diagnostics };
}

class Solver {
  /** The deepest contradiction met, for the author. */
  conflict: Diagnostic | null = null;
  private readonly index: PackageIndex;
  /** Packages of which a requirement excludes Pyodide's version. */
  private readonly excluded = new Set<string>();
  private readonly known = new Map<string, Promise<readonly Candidate[]>>();

  constructor(index: PackageIndex) {
    this.index = index;
  }

  /** Why a package cannot be had at all, whatever the version. */
  async problem({ requirement, place, optional, because }: Wanted): Promise<Diagnostic | null> {
    const candidates = await this.candidates(requirement.name);
    if (candidates.length > 0) return null;
    const files = await this.index.files(requirement.name);
    const name = because.startsWith("import ") ? because.slice("import ".length) : requirement.name;
    return files === null ? unknownPackage(place, name, optional) : noBrowserWheel(place, name, optional);
  }

  /** Adds a wheel for each of `wanted` to the solution; `null` if none fit together. */
  async solve(wanted: readonly Wanted[], solution: Solution): Promise<Solution | null> {
    const [first, ...rest] = wanted;
    if (!first) return solution;
    const { requirement } = first;
    const already = solution.get(requirement.name);
    if (already) {
      if (!this.fits(already, requirement)) {
        this.conflict ??= noVersion(
          first.place,
          requirement.name,
          `${already.wheel.version} is needed elsewhere, but ${first.because} wants ${requirement.text}.`,
        );
        return null;
      }
      const more =
        already.wheel.source === "distribution" ? [] : await this.requirementsOf(already, requirement.extras, first);
      return this.solve([...rest, ...more.filter(({ requirement: { name } }) => !solution.has(name))], solution);
    }
    for (const candidate of (await this.choices(first)).slice(0, MOST_TRIED)) {
      const needs = await this.requirementsOf(candidate, requirement.extras, first);
      // What can never be had ends the matter here, not after all combinations of everything else.
      if (!(await this.canBeHad(needs))) continue;
      const next = new Map(solution).set(requirement.name, {
        ...candidate,
        needs: needs.map((one) => one.requirement.name),
      });
      const solved = await this.solve([...rest, ...needs], next);
      if (solved) return solved;
    }
    return null;
  }

  /** The wheels that fit; notes it if there are none. */
  private async choices(wanted: Wanted): Promise<readonly Candidate[]> {
    const { requirement, place, because } = wanted;
    const fitting = await this.fitting(requirement);
    if (fitting.length === 0)
      this.conflict ??= noVersion(
        place,
        requirement.name,
        `${because} wants ${requirement.text}, and no wheel that runs in a browser has such a version.`,
      );
    return fitting;
  }

  /** Whether each of these can be had at all, whatever else is chosen. */
  async canBeHad(needs: readonly Wanted[]): Promise<boolean> {
    for (const need of needs) if (!(await this.canBeMet(need))) return false;
    return true;
  }

  private canBeMet(wanted: Wanted): Promise<boolean> {
    const { text, extras } = wanted.requirement;
    const key = [text, ...extras].join(" ");
    if (this.beingMet.has(key)) return Promise.resolve(true); // a cycle: the one that began it decides
    const known = this.met.get(key);
    if (known !== undefined) return Promise.resolve(known);
    return this.lookForOne(wanted, key);
  }

  private readonly met = new Map<string, boolean>();
  private readonly beingMet = new Set<string>();

  private async lookForOne(wanted: Wanted, key: string): Promise<boolean> {
    this.beingMet.add(key);
    let found = false;
    for (const candidate of (await this.choices(wanted)).slice(0, MOST_TRIED)) {
      found = await this.canBeHad(await this.requirementsOf(candidate, wanted.requirement.extras, wanted));
      if (found) break;
    }
    this.beingMet.delete(key);
    this.met.set(key, found);
    return found;
  }

  private async fitting(requirement: Requirement): Promise<Candidate[]> {
    const { name } = requirement;
    const fitting = (await this.candidates(name)).filter((candidate) => this.fits(candidate, requirement));
    if (fitting.length > 0 || this.excluded.has(name)) return fitting;
    this.excluded.add(name);
    this.known.delete(name);
    return (await this.candidates(name)).filter((candidate) => this.fits(candidate, requirement));
  }

  private fits({ wheel }: Candidate, { specifiers }: Requirement): boolean {
    const version = parseVersion(wheel.version);
    if (version === null) return specifiers.length === 0;
    return (
      satisfies(version, specifiers) &&
      (!isPrerelease(version) || wheel.source !== "index" || wantsPrerelease(specifiers))
    );
  }

  /** What a candidate needs in turn. */
  private async requirementsOf(
    { wheel, available }: Candidate,
    extras: readonly string[],
    parent: Wanted,
  ): Promise<Wanted[]> {
    const because = `${wheel.name} ${wheel.version} (${parent.because})`;
    const want = (requirement: Requirement): Wanted => ({ requirement, place: parent.place, optional: false, because });
    if (available === null)
      return wheel.depends
        .filter((name) => !BROUGHT.has(name))
        .map((name) => want({ name, extras: [], specifiers: [], marker: null, text: name }));
    const { requires } = await this.index.metadata(available);
    return requires.flatMap((text) => {
      const requirement = parseRequirement(text);
      if (typeof requirement === "string" || BROUGHT.has(requirement.name)) return [];
      return markerHolds(requirement.marker, extras) ? [want(requirement)] : [];
    });
  }

  /** All wheels of a package that run, best first: local ones, Pyodide's, then the index's from the newest. */
  private candidates(name: string): Promise<readonly Candidate[]> {
    const found = this.known.get(name) ?? this.findCandidates(name);
    this.known.set(name, found);
    return found;
  }

  private async findCandidates(name: string): Promise<readonly Candidate[]> {
    const local = this.index.local.flatMap((wheel) => indexCandidate(wheel, name));
    const own = this.index.distribution.packages.get(name);
    const ours = own ? [{ wheel: fromDistribution(own), available: null }] : [];
    const first = [...local.sort(newestFirst), ...ours];
    if (!own) return [...first, ...(await this.fromIndex(name))];
    // Pyodide's build is the one that is tested with this Python. The index may serve instead where a requirement excludes
    // Pyodide's version of a pure package, or where no place has the file.
    if (this.excluded.has(name) && isPure(own.file_name)) return [...first, ...(await this.fromIndex(name))];
    if (local.length > 0 || (await this.index.obtainable(own))) return first;
    return isPure(own.file_name) ? this.fromIndex(name) : [...(await this.fromIndex(name)), ...first];
  }

  private async fromIndex(name: string): Promise<Candidate[]> {
    const files = (await this.index.files(name)) ?? [];
    return files
      .filter((wheel) => !wheel.yanked && runsHere(wheel))
      .flatMap((wheel) => indexCandidate(wheel, name))
      .sort(newestFirst);
  }
}

const MOST_TRIED = 30;

function isPure(fileName: string): boolean {
  return parseWheelName(fileName)?.pure === true;
}

function runsHere({ requiresPython }: AvailableWheel): boolean {
  const python = parseVersion("3.14.2");
  const specifiers = requiresPython === null ? [] : parseSpecifiers(requiresPython);
  return python !== null && (specifiers === null || satisfies(python, specifiers));
}

function indexCandidate(available: AvailableWheel, name: string): Candidate[] {
  const parsed = parseWheelName(available.fileName);
  if (!parsed?.runs || parsed.name !== name) return [];
  const wheel: LockedWheel = {
    name,
    version: parsed.version,
    fileName: available.fileName,
    sha256: available.sha256,
    size: available.size,
    imports: [],
    depends: [],
    installDir: "site",
    packageType: "package",
    source: available.source,
    url: available.url,
  };
  return [{ wheel, available }];
}

function fromDistribution(one: DistributionPackage): LockedWheel {
  return {
    name: normalizeName(one.name),
    version: one.version,
    fileName: one.file_name,
    sha256: one.sha256,
    size: 0,
    imports: one.imports,
    depends: one.depends.map(normalizeName),
    installDir: one.install_dir === "dynlib" ? "dynlib" : one.install_dir === "stdlib" ? "stdlib" : "site",
    packageType: one.package_type,
    source: "distribution",
    url: null,
  };
}

function newestFirst(one: Candidate, other: Candidate): number {
  const [a, b] = [parseVersion(one.wheel.version), parseVersion(other.wheel.version)];
  const order = a && b ? compareVersions(b, a) : 0;
  // Of one version, a wheel built for Pyodide before the pure one.
  return (
    order ||
    Number(isPure(one.wheel.fileName)) - Number(isPure(other.wheel.fileName)) ||
    (one.wheel.fileName < other.wheel.fileName ? -1 : 1)
  );
}

/** Dependencies first; among equals by name. Cycles are cut where they close. */
function inOrder(solution: Solution): LockedWheel[] {
  const done = new Map<string, LockedWheel>();
  const visit = (name: string, above: ReadonlySet<string>): void => {
    const chosen = solution.get(name);
    if (!chosen || done.has(name) || above.has(name)) return;
    const depends = [...new Set(chosen.needs)].sort();
    for (const need of depends) visit(need, new Set([...above, name]));
    done.set(name, { ...chosen.wheel, depends: depends.filter((need) => solution.has(need)) });
  };
  for (const name of [...solution.keys()].sort()) visit(name, new Set());
  return [...done.values()];
}
