/**
 * Python's environment variables, the same however it is started, so that a snapshot and an ordinary start behave alike.
 * @module
 */
export const PYTHON_ENVIRONMENT: Record<string, string> = {
  HOME: "/home/pyodide",
  LANG: "C.UTF-8",
  MPLBACKEND: "agg",
  // Sets and dicts of strings then have one order for everyone: what an author saw is what a viewer sees.
  PYTHONHASHSEED: "0",
};
