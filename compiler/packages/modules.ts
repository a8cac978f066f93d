/**
 * From an import's name to the package that provides it.
 * @module
 */
import type { DistributionLock } from "./index-types.ts";
import { normalizeName } from "./requirements.ts";

/** Where a module comes from. */
export type ModuleOrigin =
  /** Python itself, this project, or our own kernel: nothing to install. */
  | { readonly kind: "present" }
  /** Python's own, but not in the browser. */
  | { readonly kind: "absent" }
  | { readonly kind: "package"; readonly name: string };

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Modules of CPython 3.14's library (`sys.stdlib_module_names`), private ones aside. */
const STDLIB = words(
  "__future__ abc annotationlib antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins bz2 cProfile calendar cmath cmd code codecs codeop collections colorsys compileall compression concurrent configparser contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis doctest email encodings enum errno faulthandler filecmp fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder multiprocessing netrc ntpath nturl2path numbers opcode operator optparse os pathlib pdb pickle pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty py_compile pyclbr pydoc pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess symtable sys sysconfig syslog tarfile tempfile test textwrap this threading time timeit token tokenize tomllib trace traceback tracemalloc types typing unicodedata unittest urllib uuid warnings wave weakref webbrowser wsgiref xml xmlrpc zipapp zipfile zipimport zlib zoneinfo",
);
const ABSENT = words(
  "curses dbm ensurepip fcntl grp idlelib lib2to3 msvcrt nt pwd termios tkinter turtle turtledemo tty venv winreg winsound",
);
/** Our kernel and Pyodide bring these. */
const OURS = words("IPython pyodide pyodide_js js _pyodide google notebook_app");

/** Imports whose package is called otherwise, and that Pyodide's lock does not tell. */
const RENAMED: Readonly<Record<string, string>> = {
  bs4: "beautifulsoup4",
  cv2: "opencv-python",
  dateutil: "python-dateutil",
  docx: "python-docx",
  dotenv: "python-dotenv",
  fitz: "pymupdf",
  git: "gitpython",
  jose: "python-jose",
  jwt: "pyjwt",
  magic: "python-magic",
  mpl_toolkits: "matplotlib",
  OpenSSL: "pyopenssl",
  PIL: "pillow",
  pkg_resources: "setuptools",
  pptx: "python-pptx",
  psycopg2: "psycopg2-binary",
  Crypto: "pycryptodome",
  serial: "pyserial",
  skimage: "scikit-image",
  sklearn: "scikit-learn",
  slugify: "python-slugify",
  usb: "pyusb",
  yaml: "pyyaml",
  zmq: "pyzmq",
  tabulate: "tabulate",
  umap: "umap-learn",
};

/** Tells where `module` (with dots or not) comes from. `local` names modules of the project. */
export function originOf(module: string, distribution: DistributionLock, local: ReadonlySet<string>): ModuleOrigin {
  const root = module.split(".")[0] ?? module;
  if (local.has(root) || OURS.has(root)) return { kind: "present" };
  if (ABSENT.has(root)) return { kind: "absent" };
  if (STDLIB.has(root) || root.startsWith("_")) return { kind: "present" };
  return { kind: "package", name: providerOf(root, module, distribution) };
}

function providerOf(root: string, module: string, distribution: DistributionLock): string {
  const providers = [...distribution.packages.values()].filter((one) =>
    one.imports.some((name) => name === module || name === root || name.startsWith(`${root}.`)),
  );
  const exact =
    providers.find((one) => one.imports.includes(root)) ?? providers.find((one) => one.imports.includes(module));
  return normalizeName((exact ?? providers[0])?.name ?? RENAMED[root] ?? root);
}

/** Packages that a library imports only when one of these attributes or functions is used: attribute to package. */
const IMPLIED: readonly (readonly [module: string, attributes: RegExp, packages: string])[] = [
  ["pandas", /^style$/, "jinja2"],
  ["pandas", /^(read_excel|to_excel|ExcelFile|ExcelWriter)$/, "openpyxl"],
  ["pandas", /^to_markdown$/, "tabulate"],
  ["pandas", /^read_html$/, "lxml"],
  ["pandas", /^(read_xml|to_xml)$/, "lxml"],
  ["pandas", /^(read_parquet|to_parquet|read_feather|to_feather)$/, "pyarrow"],
  ["pandas", /^(plot|hist|boxplot|background_gradient|text_gradient)$/, "matplotlib"],
  ["tqdm", /^(notebook|auto|autonotebook|tqdm_notebook)$/, "ipywidgets"],
  ["networkx", /^draw\w*$/, "matplotlib"],
  ["statsmodels", /^(plot|plot_\w+|qqplot|graphics)$/, "matplotlib"],
  ["xarray", /^plot$/, "matplotlib"],
  ["scipy", /^dendrogram$/, "matplotlib"],
  ["polars", /^plot$/, "altair"],
  ["polars", /^(to_pandas|from_pandas)$/, "pandas"],
  ["polars", /^(to_pandas|from_pandas)$/, "pyarrow"],
  ["sklearn", /^(from_estimator|from_predictions|from_cv_results|plot_tree|plot_partial_dependence)$/, "matplotlib"],
];

/** Packages needed because of the attributes that code names or imports, given what it imports. Sorted, without repeats. */
export function impliedPackages(imports: ReadonlySet<string>, attributes: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const [module, pattern, packages] of IMPLIED) {
    if (imports.has(module) && [...attributes].some((attribute) => pattern.test(attribute))) found.add(packages);
  }
  return [...found].sort();
}
