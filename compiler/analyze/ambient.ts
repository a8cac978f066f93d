/**
 * State outside the namespace that calls read or set: random generators, plot settings, options, the environment, files.
 * It is treated as variables of its own, since a kernel can save and set it again.
 * @module
 */
import type { AmbientState } from "../contract/graph.ts";

/** What one call or attribute does to ambient state. */
export interface AmbientEffect {
  readonly state: AmbientState;
  /** `set`: puts it to a known value; `change`: reads it and sets it; `read`. */
  readonly does: "set" | "change" | "read";
}

/** By a function's (or attribute's) full name. The first that fits a state counts. */
const BY_PATH: readonly (readonly [RegExp, AmbientState, AmbientEffect["does"]])[] = [
  [/^random\.(seed|setstate)$/, "random", "set"],
  [/^random\.(?!Random$|SystemRandom$)[a-z]/, "random", "change"],
  [/^numpy\.random\.(seed|set_state)$/, "numpy.random", "set"],
  [
    /^numpy\.random\.(?!default_rng|Generator|RandomState|SeedSequence|PCG64|MT19937|Philox|BitGenerator)[a-z]/,
    "numpy.random",
    "change",
  ],
  [/^numpy\.(set_printoptions|seterr)$/, "numpy.options", "change"],
  [
    /^numpy\.(printoptions|get_printoptions|geterr|errstate|array2string|array_repr|array_str)$/,
    "numpy.options",
    "read",
  ],
  [
    /^(matplotlib\.(rc|rcdefaults|use|style\.use|rcParams\.update)|matplotlib\.pyplot\.(rc|rcdefaults|style\.use|set_cmap|rcParams\.update)|seaborn\.(set|set_\w+|reset_\w+))$/,
    "matplotlib.rcParams",
    "change",
  ],
  [/^(matplotlib|seaborn)\./, "matplotlib.rcParams", "read"],
  [/^pandas\.(set_option|reset_option)$/, "pandas.options", "change"],
  [/^os\.(putenv|unsetenv|environ\.(update|setdefault|pop|clear))$/, "os.environ", "change"],
  [/^os\.(environ|getenv)/, "os.environ", "read"],
  [/^os\.chdir$/, "os.cwd", "change"],
  [/^os\.getcwd$/, "os.cwd", "read"],
  [/^__magic__\.set_env$/, "os.environ", "change"],
  [/^__magic__\.env$/, "os.environ", "read"],
  [/^__magic__\.cd$/, "os.cwd", "change"],
  [/^__magic__\.pwd$/, "os.cwd", "read"],
  [/^sys\.path\./, "sys.path", "change"],
  [/^sys\.path$/, "sys.path", "read"],
  [/^warnings\.(filterwarnings|simplefilter|resetwarnings)$/, "warnings", "change"],
  [/^logging\.(basicConfig|disable|captureWarnings|config\.\w+)$/, "logging", "change"],
  [/^logging\.(getLogger|debug|info|warning|warn|error|critical|exception|log|root|lastResort)\b/, "logging", "read"],
  [
    /^(os\.(remove|rename|replace|mkdir|makedirs|rmdir|removedirs|unlink|symlink|truncate)|shutil\.\w+|numpy\.(save|savez|savez_compressed|savetxt)|json\.dump|pickle\.dump|matplotlib\.pyplot\.savefig|joblib\.dump|tempfile\.\w+|zipfile\.\w+|sqlite3\.\w+|shelve\.open|dbm\.(\w+\.)?open)$/,
    "files",
    "change",
  ],
  [
    /^(os\.(listdir|scandir|walk|stat|path\.\w+)|glob\.\w+|numpy\.(load|loadtxt|genfromtxt|fromfile|memmap)|pandas\.read_\w+|polars\.(read|scan)_\w+|json\.load|pickle\.load|joblib\.load|matplotlib\.(pyplot|image)\.imread)$/,
    "files",
    "read",
  ],
];

/** Functions of any library, by their last name. */
const FILE_WRITERS = /\.(write|save|dump|export|imsave|imwrite|savemat|urlretrieve|(write|save|dump|export)_\w+)$/;
const FILE_READERS = /^(?!sklearn\.datasets\.).*\.(read|load|imread|loadmat|(read|load)_\w+)$/;

/** By a method's name, whatever its receiver. */
const FILE_WRITING_METHODS =
  /^(write_text|write_bytes|savefig|to_(csv|json|parquet|excel|pickle|hdf|feather|stata|sql|xml|html_file)|write_(csv|parquet|json|ipc|excel|image|html)|touch|mkdir|rmdir|unlink|rename|tofile|save|dump|extractall)$/;
const FILE_READING_METHODS = /^(read_text|read_bytes|exists|is_file|is_dir|iterdir|glob|rglob|stat)$/;
const LOGGER_CHANGES = /^(setLevel|addHandler|removeHandler|addFilter|removeFilter)$/;
const LOGGER_CALLS =
  /^(debug|info|warning|warn|error|critical|exception|log|handle|isEnabledFor|getEffectiveLevel|hasHandlers)$/;
const PLOTTING_METHODS = /^(plot|hist|boxplot|scatter|bar|barh|pie|imshow|subplots)$/;

/** Effects of naming or calling this full name, e.g. `numpy.random.seed`. */
export function effectsOfPath(path: string): AmbientEffect[] {
  const seen = new Set<AmbientState>();
  const found = BY_PATH.flatMap(([pattern, state, does]) => {
    if (seen.has(state) || !pattern.test(path)) return [];
    seen.add(state);
    return [{ state, does }];
  });
  if (seen.has("files")) return found;
  if (FILE_WRITERS.test(path)) return [...found, { state: "files", does: "change" }];
  return FILE_READERS.test(path) ? [...found, { state: "files", does: "read" }] : found;
}

/** Effects of a method of this name. */
export function effectsOfMethod(name: string): AmbientEffect[] {
  if (FILE_WRITING_METHODS.test(name)) return [{ state: "files", does: "change" }];
  if (FILE_READING_METHODS.test(name)) return [{ state: "files", does: "read" }];
  if (/^(seed|setstate|set_state)$/.test(name))
    return [
      { state: "random", does: "change" },
      { state: "numpy.random", does: "change" },
    ];
  if (LOGGER_CHANGES.test(name)) return [{ state: "logging", does: "change" }];
  if (LOGGER_CALLS.test(name)) return [{ state: "logging", does: "read" }];
  if (PLOTTING_METHODS.test(name)) return [{ state: "matplotlib.rcParams", does: "read" }];
  return [];
}

/** Effects of `open` by its mode; without a mode that is known it may write. */
export function effectsOfOpen(mode: string | null | undefined): AmbientEffect[] {
  const reads = mode === null || (mode !== undefined && /^[rbtU]*$/.test(mode));
  return [{ state: "files", does: reads ? "read" : "change" }];
}

/** Effects of storing into an attribute or item of this full name, e.g. `matplotlib.pyplot.rcParams`. */
export function effectsOfStore(path: string): AmbientEffect[] {
  if (/^matplotlib.*\.rcParams/.test(path)) return [{ state: "matplotlib.rcParams", does: "change" }];
  if (/^pandas\.options/.test(path)) return [{ state: "pandas.options", does: "change" }];
  if (/^os\.environ/.test(path)) return [{ state: "os.environ", does: "change" }];
  if (/^sys\.path/.test(path)) return [{ state: "sys.path", does: "change" }];
  return [];
}

/** How ambient state is written where names stand, e.g. `(files)`. No Python name looks like it. */
export function ambientName(state: AmbientState): string {
  return `(${state})`;
}
