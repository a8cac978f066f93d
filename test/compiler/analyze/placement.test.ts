/**
 * Where Python runs: the settings first, then what a browser lacks; the reasons are told.
 * @module
 */
import { describe, expect, it } from "vitest";
import { placementByPackages, settledPlacement } from "../../../compiler/analyze/placement.ts";
import { absentModule, noBrowserWheel, noVersion, unknownPackage } from "../../../compiler/diagnostics/packages.ts";
import { parseSettings } from "../../../compiler/settings.ts";

const place = { file: "a.ipynb", block: "b" as never, blockTitle: "block 2" };
const wheel = noBrowserWheel(place, "import polars_gpu", false);

function settled(text: string) {
  return settledPlacement(parseSettings({ file: "a.app.yaml", text }).settings, { file: "a.app.yaml" });
}

describe("the settings", () => {
  it("leave the choice to the packages unless they say something", () => {
    expect(settled("title: t\n")).toBeNull();
    expect(settled("runtime: auto\n")).toBeNull();
  });

  it.each([
    ["runtime: server\n", "server"],
    ["image: geo\n", "server"],
    ["runtime: browser\n", "browser"],
  ])("choose with %j", (text, runtime) => {
    expect(settled(text)?.runtime).toBe(runtime);
  });
});

describe("the packages", () => {
  it.each([
    ["a package without a browser wheel", wheel],
    ["a module that no browser has", absentModule(place, "multiprocessing", false)],
  ])("choose the server for %s, and name its block", (_, finding) => {
    const { runtime, diagnostics } = placementByPackages([finding]);
    expect(runtime).toBe("server");
    expect(diagnostics).toMatchObject([{ code: "server-kernel", severity: "info", place }]);
    expect(diagnostics[0]?.message).toContain(finding.message);
  });

  it("choose the browser where everything is there, or is not needed", () => {
    expect(placementByPackages([]).runtime).toBe("browser");
    expect(placementByPackages([noBrowserWheel(place, "import x", true)]).runtime).toBe("browser");
  });

  it.each([unknownPackage(place, "import nonsense", false), noVersion(place, "numpy", "two versions.")])(
    "keep what is wrong anywhere: $code",
    (finding) => {
      const { runtime, diagnostics } = placementByPackages([wheel, finding]);
      expect(runtime).toBe("browser");
      expect(diagnostics).toEqual([wheel, finding]);
    },
  );
});
