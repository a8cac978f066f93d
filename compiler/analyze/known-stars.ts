/**
 * What `from m import *` binds, for modules of which that is known. A name that only some versions of Python have is bound here too.
 * @module
 */
import type { Module, Stmt } from "./python/ast.ts";

/** Names that a star import of a module binds, by the module. None of these can be shadowed by a work file: Python has them loaded before. */
export const STAR_NAMES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    "IPython.display":
      "Audio Code DisplayHandle DisplayObject FileLink GeoJSON HTML IFrame Image JSON Javascript Latex Markdown Math Pretty ProgressBar SVG " +
      "TextDisplayObject Video VimeoVideo YouTubeVideo clear_output display display_html display_json display_latex display_markdown " +
      "display_png display_pretty display_svg publish_display_data set_matplotlib_formats update_display",
    collections: "ChainMap Counter OrderedDict UserDict UserList UserString defaultdict deque namedtuple",
    datetime: "MAXYEAR MINYEAR UTC date datetime time timedelta timezone tzinfo",
    itertools:
      "accumulate batched chain combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby islice " +
      "pairwise permutations product repeat starmap takewhile tee zip_longest",
    math:
      "acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf erfc exp exp2 expm1 fabs factorial " +
      "floor fma fmod frexp fsum gamma gcd hypot inf isclose isfinite isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan " +
      "nextafter perm pi pow prod radians remainder sin sinh sqrt sumprod tan tanh tau trunc ulp",
    random:
      "Random SystemRandom betavariate binomialvariate choice choices expovariate gammavariate gauss getrandbits getstate lognormvariate " +
      "normalvariate paretovariate randbytes randint random randrange sample seed setstate shuffle triangular uniform vonmisesvariate " +
      "weibullvariate",
  }).map(([module, names]) => [module, names.split(" ")]),
);

/** The module with each star import at its top level spelt out, where that is known; one under `if` or `try` stays as it is. */
export function withKnownStars(module: Module): Module {
  return { ...module, body: module.body.map(spelt) };
}

function spelt(statement: Stmt): Stmt {
  if (statement.type !== "ImportFrom" || statement.level > 0) return statement;
  const known = STAR_NAMES[statement.module];
  if (!known) return statement;
  const names = statement.names.flatMap((alias) =>
    alias.name === "*" ? known.map((name) => ({ ...alias, name })) : [alias],
  );
  return { ...statement, names };
}
