/** The conformance text of sig-architecture. */
import { expect } from "vitest";
import { describeConformance } from "./conformance-suite.ts";

describeConformance("sig-architecture", (suite) => {
  suite.test("Conformance tests minimum number of nodes.", async (api) => {
    const { items } = await api.get("/api/v1/nodes");
    const untainted = items.filter(
      ({ spec, status }) =>
        (spec?.taints ?? []).length === 0 &&
        spec?.unschedulable !== true &&
        status.conditions.some(
          (one: { type: string; status: string }) => one.type === "Ready" && one.status === "True",
        ),
    );
    expect(untainted.length).toBeGreaterThanOrEqual(2);
  });
});
