/** Writes of every group but core against the published rows: each error with its type, its path and its words in its order, each warning. */
import { beforeAll, describe, expect, test } from "vitest";
import { loadAdmissionCompiler } from "../../../../src/api/cel/admission-compiler.ts";
import { loadDeviceCompiler } from "../../../../src/api/cel/device-compiler.ts";
import { loadRuleEngine } from "../../../../src/api/structural-schema/rule-loading.ts";
import { linesOf } from "../../../fixtures/written-rows.ts";
import { access } from "../../../vectors/written/access.ts";
import { autoscalers } from "../../../vectors/written/autoscalers.ts";
import { budgets } from "../../../vectors/written/budgets.ts";
import { customResources } from "../../../vectors/written/custom-resources.ts";
import { devices } from "../../../vectors/written/devices.ts";
import { endpointSlices } from "../../../vectors/written/endpoint-slices.ts";
import { flows } from "../../../vectors/written/flows.ts";
import { jobs } from "../../../vectors/written/jobs.ts";
import { networks } from "../../../vectors/written/networks.ts";
import { policies } from "../../../vectors/written/policies.ts";
import { storageKinds } from "../../../vectors/written/storage-kinds.ts";
import { rowsOf } from "../../../vectors/written/vector.ts";
import { webhooks } from "../../../vectors/written/webhooks.ts";
import { workloads } from "../../../vectors/written/workloads.ts";

const sections = [
  workloads,
  jobs,
  autoscalers,
  budgets,
  networks,
  endpointSlices,
  storageKinds,
  access,
  webhooks,
  policies,
  flows,
  customResources,
  devices,
].flat();

beforeAll(async () => {
  await loadAdmissionCompiler();
  await loadDeviceCompiler();
  await loadRuleEngine();
});

describe.each(sections.map((section) => [section.write, section.kind, section] as const))(
  "%s %s",
  (_write, _kind, section) => {
    test.each(rowsOf(section).map((row) => [row.title, row] as const))("%s", (_title, row) => {
      expect(linesOf(section, row)).toEqual(row.expected);
    });
  },
);
