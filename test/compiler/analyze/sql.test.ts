/**
 * What a query refers to, construct by construct.
 * @module
 */
import { describe, expect, it } from "vitest";
import { jinjaNames } from "../../../compiler/analyze/jinja.ts";
import { sqlNames } from "../../../compiler/analyze/sql.ts";

describe("tables", () => {
  it.each<[string, string[]]>([
    ["SELECT * FROM df", ["df"]],
    ["select a from df d join other as o on d.id = o.id, third", ["df", "other"]],
    ["FROM a, b AS x, c y WHERE x.i = y.i", ["a", "b", "c"]],
    ['SELECT "from" FROM "df"', ["df"]],
    ["SELECT 'from nothing' FROM df -- from comment\n/* from block */", ["df"]],
    [
      "WITH t AS (SELECT * FROM df), u (a, b) AS MATERIALIZED (SELECT * FROM t) SELECT * FROM u JOIN t USING (a)",
      ["df"],
    ],
    ["WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) FROM r", []],
    ["SELECT extract(year FROM day), substring(name FROM 1), trim(BOTH ' ' FROM name) FROM df", ["df"]],
    ["SELECT a IS DISTINCT FROM b, a IS NOT DISTINCT FROM c FROM df", ["df"]],
    ["SELECT * FROM range(5), read_csv('x.csv')", []],
    ["SELECT * FROM information_schema.tables", []],
    ["SELECT * FROM (SELECT * FROM inner_frame) s LEFT JOIN lookup ON true", ["inner_frame", "lookup"]],
    ["SELECT * FROM 'data.csv'", []],
    ["SELECT $$ from x $$, $q$ from y $q$ FROM df", ["df"]],
    ["SUMMARIZE df; DESCRIBE other", ["df", "other"]],
    ["SELECT * FROM {{ table | sqlsafe }} WHERE a IN {{ xs | inclause }}", []],
    ["SELECT a FROM df UNION ALL SELECT a FROM größe", ["df", "größe"]],
    ["SELECT * FROM df WHERE x IN (SELECT x FROM wanted)", ["df", "wanted"]],
    [
      "CREATE OR REPLACE TEMP TABLE IF NOT EXISTS t AS SELECT * FROM df; CREATE VIEW v AS FROM t; SELECT * FROM v",
      ["df"],
    ],
    ["PIVOT sales ON year USING sum(amount)", ["sales"]],
  ])("%s", (query, tables) => expect(sqlNames(query).tables).toEqual(tables));
});

describe("files", () => {
  it.each<[string, string, boolean]>([
    ["SELECT * FROM df WHERE name = 'x'", "none", false],
    ["SELECT * FROM 'data/x.csv'", "read", false],
    ["SELECT * FROM read_parquet('x.parquet')", "read", true],
    ["COPY df TO 'out.csv'", "write", false],
  ])("%s", (query, files, parquet) => expect(sqlNames(query)).toMatchObject({ files, parquet }));
});

describe("Jinja", () => {
  it.each<[string, string[]]>([
    ["{{ a }} {{ b.c }} {{ d[e] }}", ["a", "b", "d", "e"]],
    ["{{ a | default(b, true) | inclause }}", ["a", "b"]],
    ["{% if x is defined and not y %}{{ z }}{% elif w > 3 %}{% else %}{% endif %}", ["w", "x", "y", "z"]],
    ["{% for one in many %}{{ one.name }}{{ loop.index }}{% endfor %}", ["many"]],
    ["{% for k, v in pairs.items() %}{{ k }}{{ v }}{% endfor %}{% set n = 3 %}{{ n }}", ["pairs"]],
    ["{# {{ hidden }} #}{{ 'text with name' ~ real }}", ["real"]],
    ["{{ f(key=value) }}", ["f", "value"]],
    ["{{- trimmed -}}", ["trimmed"]],
  ])("%s", (text, names) => expect(jinjaNames(text)).toEqual(names));
});
