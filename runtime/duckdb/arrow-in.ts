/**
 * Columns from Python as an Arrow stream.
 * @module
 */
import {
  Bool,
  type DataType,
  DateDay,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  makeData,
  makeVector,
  Table,
  TimestampMicrosecond,
  tableToIPC,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  type Vector,
  vectorFromArray,
} from "apache-arrow";

type Numbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

/** A column as `notebook_kernel/arrow.py` makes it. */
export interface GivenColumn {
  readonly name: string;
  readonly kind: string;
  /** `text` has JSON of a list. */
  readonly values: Numbers | string;
  /** 1 where a value is missing; absent if none is. */
  readonly missing?: Uint8Array | null;
}

const NUMBERS: Readonly<Record<string, DataType>> = {
  int8: new Int8(),
  int16: new Int16(),
  int32: new Int32(),
  int64: new Int64(),
  uint8: new Uint8(),
  uint16: new Uint16(),
  uint32: new Uint32(),
  uint64: new Uint64(),
  float32: new Float32(),
  float64: new Float64(),
  timestamp: new TimestampMicrosecond(),
  timestamptz: new TimestampMicrosecond("UTC"),
};

const MICROS_PER_DAY = 86_400_000_000n;

/** A table as an Arrow IPC stream. */
export function tableBytes(columns: readonly GivenColumn[]): Uint8Array {
  const vectors: [string, Vector][] = columns.map((column) => [column.name, vectorOf(column)]);
  return tableToIPC(new Table(Object.fromEntries(vectors)), "stream");
}

function vectorOf({ kind, values, missing }: GivenColumn): Vector {
  if (typeof values === "string") {
    const texts: (string | null)[] = JSON.parse(values);
    return vectorFromArray(texts, new Utf8());
  }
  if (kind === "bool")
    return vectorFromArray(
      [...values].map((one, at) => (missing?.[at] ? null : Boolean(one))),
      new Bool(),
    );
  if (kind === "date" && values instanceof BigInt64Array)
    return filled(
      new DateDay(),
      Int32Array.from(values, (one) => Number(one / MICROS_PER_DAY)),
      missing,
    );
  return filled(NUMBERS[kind] ?? new Float64(), values, missing);
}

function filled(type: DataType, data: Numbers, missing: Uint8Array | null | undefined): Vector {
  const nulls =
    missing == null ? {} : { nullBitmap: validity(missing), nullCount: missing.reduce((sum, one) => sum + one, 0) };
  // The type and its array belong together by the table above, which the library's types cannot know.
  return makeVector(makeData({ type, length: data.length, data, ...nulls } as never));
}

/** One bit a row, set where there is a value. */
function validity(missing: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(missing.length / 8));
  for (const [at, gone] of missing.entries()) if (gone === 0) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  return bits;
}
