/**
 * What the settings file's reader tells an author.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

/** A settings file whose YAML cannot be read. */
export function unreadableSettings(place: Place, why: string): Diagnostic {
  return {
    code: "unreadable-settings",
    severity: "error",
    message: `The settings are not valid YAML: ${why}`,
    help: "Write one 'key: value' a line.",
    place,
  };
}

/** A key that no setting has. */
export function unknownSetting(place: Place, key: string, nearest: string | null, all: readonly string[]): Diagnostic {
  const meant = nearest === null ? "" : `Did you mean '${nearest}'? `;
  return {
    code: "unknown-setting",
    severity: "error",
    message: `There is no setting '${key}'.`,
    help: `${meant}Settings are: ${all.join(", ")}.`,
    place,
  };
}

/** A value that a setting cannot have. */
export function wrongSetting(
  place: Place,
  { key, allowed, nearest }: { key: string; allowed: string; nearest: string | null },
): Diagnostic {
  const meant = nearest === null ? "" : `Did you mean '${nearest}'? `;
  return {
    code: "wrong-setting",
    severity: "error",
    message: `'${key}' cannot have this value.`,
    help: `${meant}It takes ${allowed}.`,
    place,
  };
}
