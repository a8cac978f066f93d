/**
 * Numbers and dates of widgets, to and from the form that ipywidgets gives them.
 * @module
 */

/** A number by a d3 format, as far as widgets use them: `d`, `.2f`, `.3g`, `.0%`, `,`, `e`, `~`. */
export function formatReadout(value: number, format: string): string {
  const found = /^(,)?(?:\.(\d+))?(~)?([a-z%])?$/.exec(format);
  if (!found) return String(value);
  const [, comma, digits, trim, type] = found;
  const places = digits === undefined ? undefined : Number(digits);
  const grouped = (least: number, most: number): string =>
    new Intl.NumberFormat("en", {
      useGrouping: comma === ",",
      minimumFractionDigits: trim ? 0 : least,
      maximumFractionDigits: most,
    }).format(value);
  switch (type) {
    case "d":
      return grouped(0, 0);
    case "f":
      return grouped(places ?? 6, places ?? 6);
    case "e":
      return value.toExponential(places ?? 6);
    case "%":
      return `${(value * 100).toFixed(places ?? 6)}%`;
    case "g":
    case "r":
      return String(Number(value.toPrecision(places ?? 6)));
    default:
      return places === undefined ? grouped(0, 6) : String(Number(value.toPrecision(places)));
  }
}

interface Parts {
  readonly [part: string]: unknown;
}

const pad = (value: unknown, width = 2): string => String(Number(value ?? 0)).padStart(width, "0");

function parts(value: unknown): Parts | null {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : null;
}

/** `{year, month, date}`, months from 0, as `YYYY-MM-DD`; empty for none. */
export function dateText(value: unknown): string {
  const found = parts(value);
  return found ? `${pad(found.year, 4)}-${pad(Number(found.month) + 1)}-${pad(found.date)}` : "";
}

/** The other way; `null` for an empty text. */
export function dateValue(value: string): unknown {
  const [year, month, date] = value.split("-").map(Number);
  return value === "" ? null : { year, month: Number(month) - 1, date };
}

export function timeText(value: unknown): string {
  const found = parts(value);
  return found ? `${pad(found.hours)}:${pad(found.minutes)}:${pad(found.seconds)}` : "";
}

export function timeValue(value: string): unknown {
  if (value === "") return null;
  const [hours = 0, minutes = 0, seconds = 0] = value.split(":").map(Number);
  return { hours, minutes, seconds, milliseconds: 0 };
}

/** The text of a `datetime-local` control. Aware pickers hold UTC. */
export function datetimeText(value: unknown, aware: boolean): string {
  const found = parts(value);
  if (!found) return "";
  if (!aware) return `${dateText(value)}T${timeText(value)}`;
  const utc = Date.UTC(
    Number(found.year),
    Number(found.month),
    Number(found.date),
    Number(found.hours),
    Number(found.minutes),
    Number(found.seconds),
  );
  const local = new Date(utc - new Date(utc).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

export function datetimeValue(value: string, aware: boolean): unknown {
  if (value === "") return null;
  const moment = new Date(aware ? value : `${value.length === 16 ? `${value}:00` : value}Z`);
  return {
    year: moment.getUTCFullYear(),
    month: moment.getUTCMonth(),
    date: moment.getUTCDate(),
    hours: moment.getUTCHours(),
    minutes: moment.getUTCMinutes(),
    seconds: moment.getUTCSeconds(),
    milliseconds: 0,
  };
}
