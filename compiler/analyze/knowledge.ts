/**
 * What the analysis knows of Python's builtins and of common libraries: which calls change something, and what they give.
 * Whatever is not here is assumed to change its receiver. Tables only.
 * @module
 */

/**
 * What a value is, as far as sharing and changing it goes. `frame` stands for pandas (3, copy-on-write) and polars values:
 * what is taken out of one is never shared with it.
 */
export type Kind =
  | "immutable"
  | "frame"
  | "array"
  | "container"
  | "iterator"
  | "figure"
  | "function"
  | "class"
  | "instance"
  | "module"
  | "unknown";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Builtins that change none of their arguments, by what they give. */
export const BUILTINS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ...[
    ..."abs all any ascii bin bool bytes callable chr complex divmod float format frozenset hash hasattr hex id input int isinstance issubclass len object oct ord pow print range repr round slice str sum type property staticmethod classmethod super display".split(
      " ",
    ),
  ].map((name): [string, Kind] => [name, "immutable"]),
  ...[..."list dict set sorted tuple bytearray".split(" ")].map((name): [string, Kind] => [name, "container"]),
  ...[..."enumerate filter iter map reversed zip open aiter".split(" ")].map((name): [string, Kind] => [
    name,
    "iterator",
  ]),
  ...[..."max min getattr".split(" ")].map((name): [string, Kind] => [name, "unknown"]),
]);

/** Builtins that change their first argument. */
export const MUTATING_BUILTINS: ReadonlySet<string> = words("next anext setattr delattr");

/** Builtins that call what they are given. */
export const CALLING_BUILTINS: ReadonlySet<string> = words("map filter sorted min max iter reversed");

/** Builtins after which nothing is known. */
export const OPAQUE_BUILTINS: ReadonlySet<string> = words("exec eval globals locals vars compile __import__");

/** Library functions, by full name, that change their first argument. */
export const MUTATING_FUNCTIONS: ReadonlySet<string> = words(
  "random.shuffle heapq.heappush heapq.heappop heapq.heapify heapq.heappushpop heapq.heapreplace bisect.insort " +
    "bisect.insort_left bisect.insort_right numpy.copyto numpy.put numpy.place numpy.putmask numpy.fill_diagonal " +
    "numpy.random.shuffle operator.setitem operator.delitem operator.iadd operator.iand operator.iconcat operator.ifloordiv operator.ilshift " +
    "operator.imatmul operator.imod operator.imul operator.ior operator.ipow operator.irshift operator.isub operator.itruediv operator.ixor itertools.islice itertools.takewhile",
);

/** Names of keyword arguments through which a library function changes what it is given. */
export const OUTPUT_KEYWORDS: ReadonlySet<string> = words("out ax axes fig figure cax");

/** Methods that change their receiver or an argument only through `inplace=True`, on data frames. All others are pure. */
export const FRAME_MUTATORS: ReadonlySet<string> = words(
  "insert pop update put setflags clear append extend insert_column replace_column drop_in_place",
);

/** Methods that change an array. */
export const ARRAY_MUTATORS: ReadonlySet<string> = words(
  "sort fill put resize itemset partition setflags setfield byteswap",
);

/** Methods that leave a list, dict, set, deque or counter as it is. */
export const CONTAINER_READERS: ReadonlySet<string> = words(
  "copy count index keys values items get union intersection difference symmetric_difference issubset issuperset " +
    "isdisjoint most_common elements total __len__ __contains__ __getitem__",
);

/** Methods that change nothing on any well-known type, for receivers of unknown kind. */
export const PURE_METHODS: ReadonlySet<string> = words(
  "copy count index keys values items get union intersection difference issubset issuperset isdisjoint most_common " +
    "capitalize casefold center encode endswith expandtabs find format format_map isalnum isalpha isascii isdecimal isdigit " +
    "isidentifier islower isnumeric isspace istitle isupper join ljust lower lstrip partition removeprefix removesuffix " +
    "replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill decode hex " +
    "strftime isoformat date time weekday isoweekday timestamp total_seconds year month day " +
    "head tail describe info mean median std var sum min max abs all any agg aggregate apply groupby filter transform pivot pivot_table " +
    "melt merge join_on astype round rename reset_index set_index sort_values sort_index drop dropna fillna drop_duplicates " +
    "value_counts unique nunique isin between corr cov cumsum cumprod diff shift rolling expanding resample ewm quantile rank " +
    "sample nlargest nsmallest idxmax idxmin assign query eval loc iloc at iat to_dict to_list tolist to_numpy to_string to_html " +
    "to_markdown to_csv to_json to_parquet to_excel to_period to_timestamp to_frame select with_columns group_by lazy collect " +
    "item reshape ravel flatten transpose squeeze dot argmax argmin argsort nonzero clip predict predict_proba score transform " +
    "inverse_transform decision_function get_params read_text exists is_file is_dir glob rglob iterdir resolve with_suffix " +
    "as_posix digest hexdigest group groups groupdict span end match search fullmatch findall sub limit_denominator as_integer_ratio",
);

/** Methods with which well-known types change themselves, whatever a class of the notebook may call so too. */
export const COMMON_MUTATORS: ReadonlySet<string> = words(
  "append appendleft add insert extend extendleft update setdefault put push pop popleft popitem remove discard clear sort " +
    "reverse rotate write writelines writerow writerows seek read readline truncate send throw close next fill set seed " +
    "shuffle move_to_end subtract intersection_update difference_update symmetric_difference_update callback enter_context",
);

/** Methods that give something which iteration uses up. */
export const STREAMING_METHODS: ReadonlySet<string> = words("glob rglob iterdir finditer iter_lines iter_content walk");

/** Methods that store their arguments in the receiver. */
export const KEEPING_METHODS: ReadonlySet<string> = words(
  "append appendleft add insert extend extendleft update setdefault put push register",
);

/** Functions that give a generator of random numbers: every use of it moves it on, as if it were iterated. */
const RANDOM_GENERATORS =
  /^(numpy\.random\.(default_rng|Generator|RandomState)|random\.(Random|SystemRandom)|sklearn\.utils\.check_random_state)$/;

/** Whether calling this gives a generator of random numbers. */
export function givesRandomGenerator(path: string): boolean {
  return RANDOM_GENERATORS.test(path);
}

const UNARY =
  /^numpy\.(abs|absolute|arc\w+|cbrt|ceil|conj|conjugate|cos|cosh|deg2rad|degrees|exp|exp2|expm1|fabs|floor|invert|isfinite|isinf|isnan|log|log10|log1p|log2|negative|positive|rad2deg|radians|reciprocal|rint|sign|sin|sinh|sqrt|square|tan|tanh|trunc)$/;
const BINARY =
  /^numpy\.(add|arctan2|bitwise_\w+|copysign|divide|dot|equal|floor_divide|float_power|fmax|fmin|fmod|greater|greater_equal|hypot|less|less_equal|logaddexp|logical_\w+|matmul|maximum|minimum|mod|multiply|not_equal|outer|power|remainder|subtract|true_divide)$/;

/** At which place a numpy function takes the array that it writes its result to; `null` if it takes none by place. */
export function outputPlace(path: string): number | null {
  if (UNARY.test(path)) return 1;
  if (BINARY.test(path)) return 2;
  return path === "numpy.clip" ? 3 : null;
}

/** What calling a function of these modules gives. */
const RESULT_KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^copy\.(copy|deepcopy)$/, "unknown"],
  [RANDOM_GENERATORS, "iterator"],
  [/^(re\.finditer|os\.(scandir|walk|fwalk))$/, "iterator"],
  [/^(decimal\.Context|re\.Scanner|string\.(Template|Formatter)|textwrap\.TextWrapper)$/, "unknown"],
  [/^(pandas|polars|geopandas)(\.|$)/, "frame"],
  [/^(numpy|scipy)(\.|$)/, "array"],
  [/^(matplotlib|seaborn)(\.|$)/, "figure"],
  [
    /^(math|cmath|statistics|datetime|decimal|fractions|re|pathlib|uuid|random|time|base64|string|textwrap|zoneinfo|os|sys|shutil|platform)(\.|$)/,
    "immutable",
  ],
  [/^json\.dumps$/, "immutable"],
  [/^(collections|json|heapq)(\.|$)/, "container"],
  [/^(itertools|csv|io)(\.|$)/, "iterator"],
];

/** What a library function of this full name gives. */
export function resultKind(path: string): Kind {
  return RESULT_KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? "unknown";
}

/** Modules whose functions, where no table says otherwise, give something that shares nothing with their arguments. */
export function givesFresh(path: string): boolean {
  return /^(copy\.deepcopy|numpy\.(?!as|ravel|reshape|transpose|squeeze|atleast|broadcast|swapaxes|moveaxis|flip|diag|[a-z_]*split|expand_dims|rot90|lib\.|real|imag|ma\.|frombuffer|nditer|ndenumerate|rollaxis|require|permute_dims|matrix_transpose|nan_to_num|unstack)|pandas|polars|math|statistics|datetime|json|random|re|scipy|sklearn|fractions|decimal|hashlib)/.test(
    path,
  );
}

/** Every name that Python's `builtins` module has, exceptions aside (those match `/^[A-Z]\w*(Error|Warning|Exception|Exit|Interrupt|Iteration|Group)$/`). */
const BUILTIN_NAMES: ReadonlySet<string> = new Set([
  ...BUILTINS.keys(),
  ...MUTATING_BUILTINS,
  ...OPAQUE_BUILTINS,
  ...words(
    "breakpoint copyright credits delattr dir divmod exit help hex license memoryview quit NotImplemented Ellipsis __name__ __file__ __doc__ __debug__ __spec__ __builtins__ __magic__ get_ipython display",
  ),
]);

/** Whether Python itself binds this name. */
export function isBuiltin(name: string): boolean {
  return BUILTIN_NAMES.has(name) || /^[A-Z]\w*(Error|Warning|Exception|Exit|Interrupt|Iteration|Group)$/.test(name);
}

const OPAQUE_PATHS =
  /^(sys\.(_getframe|modules)|inspect\.(currentframe|stack|getmembers)|importlib\.(import_module|reload|__import__)|gc\.get_\w+|runpy\.\w+|code\.\w+|ctypes\.\w+)/;

/** Whether something of a library gets at names that the code does not name. */
export function isOpaquePath(path: string): boolean {
  return OPAQUE_PATHS.test(path);
}
