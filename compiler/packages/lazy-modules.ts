/**
 * Submodules that a package loads only when an attribute of it is first used (`np.random`), so that no import names them.
 * @module
 */

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const LAZY: Readonly<Record<string, ReadonlySet<string>>> = {
  numpy: words("fft linalg ma polynomial random"),
  scipy: words(
    "cluster constants datasets differentiate fft integrate interpolate io linalg ndimage odr optimize signal sparse spatial special stats",
  ),
};

/** Those that these sources use, by a look at their text: one too many costs some bytes, one too few some time. */
export function lazyModules(sources: readonly string[]): string[] {
  const text = sources.join("\n");
  const found = new Set<string>();
  for (const [name, submodules] of Object.entries(LAZY)) {
    const imported = new RegExp(`^[ \\t]*import\\s+(?:.*,\\s*)?${name}\\b(?:\\s+as\\s+(\\w+))?`, "gm");
    for (const [, alias = name] of text.matchAll(imported))
      for (const [, submodule = ""] of text.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, "g")))
        if (submodules.has(submodule)) found.add(`${name}.${submodule}`);
  }
  return [...found].sort();
}
