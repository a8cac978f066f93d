/**
 * Numbers as the `.deepnote` format's charts write them (`formatType: numberFormatFromNumberType`).
 * @module
 */

type Notation = Intl.NumberFormatOptions;

const NOTATIONS: Readonly<Record<string, Notation>> = {
  number: {},
  currency: { style: "currency", currency: "USD" },
  percent: { style: "percent" },
  scientific: { notation: "scientific" },
  compact: { notation: "compact" },
  financial: { currencySign: "accounting", style: "currency", currency: "USD" },
};

/** Formats `value`; `format` is `{"type": "percent", "decimals": 1}`. What is no number stays as it is. */
export function formatNumber(value: unknown, format: unknown): string {
  if (typeof value !== "number") return String(value ?? "");
  const [type, decimals] =
    typeof format === "object" && format !== null ? [Reflect.get(format, "type"), Reflect.get(format, "decimals")] : [];
  const digits =
    typeof decimals === "number"
      ? { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
      : { maximumFractionDigits: 4 };
  return new Intl.NumberFormat("en", { ...NOTATIONS[String(type)], ...digits }).format(value);
}
