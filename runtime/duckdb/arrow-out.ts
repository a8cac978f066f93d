/**
 * The columns of an Arrow stream from DuckDB, for Python.
 * @module
 */
import { DataType, TimeUnit, tableFromIPC, type Vector } from "apache-arrow";

type Numbers =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

/** A column as `notebook_kernel/arrow.py` reads it. */
export interface FoundColumn {
  readonly name: string;
  /** `json` has a JSON list as its values. */
  readonly kind: "number" | "bool" | "timestamp" | "timestamptz" | "date" | "json";
  readonly values: Numbers | string;
  /** 1 where a value is missing; `undefined` if none is, which Python sees as `None` (it has another word for `null`). */
  readonly missing: Uint8Array | undefined;
}

/** Columns of a result; `undefined` if the statement gives none. */
export function resultColumns(stream: Uint8Array): FoundColumn[] | undefined {
  const table = tableFromIPC(stream);
  if (table.schema.fields.length === 0) return undefined;
  return table.schema.fields.map(({ name, type }, at) => {
    const vector = table.getChildAt(at);
    return vector ? columnOf(name, type, vector) : { name, kind: "json", values: "[]", missing: undefined };
  });
}

function columnOf(name: string, type: DataType, vector: Vector): FoundColumn {
  const missing = missingOf(vector);
  if (DataType.isInt(type) || DataType.isFloat(type))
    return { name, kind: "number", values: numbersOf(vector), missing };
  if (DataType.isBool(type))
    return { name, kind: "bool", values: Uint8Array.from(vector, (one) => (one ? 1 : 0)), missing };
  if (DataType.isDate(type))
    return {
      name,
      kind: "date",
      values: BigInt64Array.from(vector, (one) => BigInt(Number(one ?? 0)) * 1000n),
      missing,
    };
  if (DataType.isTimestamp(type)) {
    const kind = type.timezone ? "timestamptz" : "timestamp";
    return { name, kind, values: microsOf(vector, type.unit), missing };
  }
  if (DataType.isInterval(type))
    throw new Error(`The column ${name} is an INTERVAL, which has no place in a DataFrame. Cast it: ${name}::VARCHAR.`);
  if (DataType.isTime(type)) {
    const values = Array.from(vector, (one) => (one === null ? null : timeText(BigInt(one))));
    return { name, kind: "json", values: JSON.stringify(values), missing: undefined };
  }
  return { name, kind: "json", values: JSON.stringify(Array.from(vector, plain)), missing: undefined };
}

function missingOf(vector: Vector): Uint8Array | undefined {
  if (vector.nullCount === 0) return undefined;
  const missing = new Uint8Array(vector.length);
  for (let at = 0; at < vector.length; at += 1) if (!vector.isValid(at)) missing[at] = 1;
  return missing;
}

/** The library's own array of a numeric vector, of all its chunks. */
function numbersOf(vector: Vector): Numbers {
  const values: Numbers = vector.toArray();
  return values.slice();
}

const PER_MICRO: Readonly<Record<TimeUnit, (raw: bigint) => bigint>> = {
  [TimeUnit.SECOND]: (raw) => raw * 1_000_000n,
  [TimeUnit.MILLISECOND]: (raw) => raw * 1000n,
  [TimeUnit.MICROSECOND]: (raw) => raw,
  [TimeUnit.NANOSECOND]: (raw) => raw / 1000n,
};

/** Reading a timestamp gives milliseconds and loses the rest; the raw numbers do not. */
function microsOf(vector: Vector, unit: TimeUnit): BigInt64Array {
  const found = new BigInt64Array(vector.length);
  let at = 0;
  for (const { values, length, offset: _offset } of vector.data) {
    const raw: BigInt64Array = values;
    for (let index = 0; index < length; index += 1) found[at++] = PER_MICRO[unit](raw[index] ?? 0n);
  }
  return found;
}

/** Microseconds of a day as `HH:MM:SS`, with a fraction if there is one. */
function timeText(micros: bigint): string {
  const text = new Date(Number(micros / 1000n)).toISOString().slice(11, 19);
  const rest = micros % 1_000_000n;
  return rest === 0n ? text : `${text}.${String(rest).padStart(6, "0")}`;
}

/** A value as JSON: lists and structs as such, whole numbers that JSON cannot hold as text. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Array.from(value, (one) => one.toString(16).padStart(2, "0")).join("");
  if (typeof value !== "object" || value === null) return value;
  if (Symbol.iterator in value && !("toJSON" in value && !Array.isArray(Reflect.get(value, "toJSON"))))
    return Array.from(value as Iterable<unknown>, plain);
  const json: unknown = "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
  if (Array.isArray(json)) return json.map(plain);
  return typeof json === "object" && json !== null
    ? Object.fromEntries(Object.entries(json).map(([key, one]) => [key, plain(one)]))
    : json;
}
