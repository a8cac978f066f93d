/**
 * The names of wheel files (PEP 427), and which of them run in the browser.
 * @module
 */
import { normalizeName } from "./requirements.ts";

export interface WheelName {
  readonly name: string;
  readonly version: string;
  /** Pure Python, for any platform. */
  readonly pure: boolean;
  /** Runs on this Pyodide. */
  readonly runs: boolean;
}

const ABI = "2026_0";

/** Parses a file name; `null` for what is no wheel. */
export function parseWheelName(fileName: string): WheelName | null {
  const parts = /^([^-]+)-([^-]+)(?:-\d[^-]*)?-([^-]+)-([^-]+)-([^-]+)\.whl$/.exec(fileName);
  if (!parts) return null;
  const [, name = "", version = "", python = "", abi = "", platform = ""] = parts;
  const pythons = python.split(".");
  const pure =
    platform.split(".").includes("any") &&
    abi.split(".").includes("none") &&
    pythons.some((tag) => /^(py3\d*|py2\.py3|cp314)$/.test(tag));
  const native =
    pythons.some((tag) => tag === "cp314" || /^cp3\d+$/.test(tag)) &&
    new RegExp(`(?:pyodide|pyemscripten)_${ABI}_wasm32`).test(platform);
  const fitsAbi = native && (abi === "cp314" || abi === "abi3");
  return { name: normalizeName(name), version: version.replace(/_/g, "-"), pure, runs: pure || fitsAbi };
}
