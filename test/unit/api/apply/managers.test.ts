/** apimachinery's tables on the owners of fields: how many there are, in what order, and what kubectl may take over. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fieldsAt } from "../../../../src/api/apply/field-write.ts";
import {
  capManagers,
  decodeManagers,
  encodeManagers,
  type Manager,
  managerKey,
  type Managers,
  type Operation,
} from "../../../../src/api/apply/managed-fields.ts";
import type { ManagedFieldsEntry } from "../../../../src/api/generated/types.ts";
import { deepFreeze, type JsonObject } from "../../../../src/api/json.ts";
import type { KubeObject } from "../../../../src/api/object.ts";
import { StatusError } from "../../../../src/api/status.ts";
import { lastApplied } from "../../../vectors/apply/last-applied.ts";
import { capped, roundTrips, sorted } from "../../../vectors/apply/managers.ts";
import { applied, update } from "./fixture.ts";

const hour = (number: number): string => `2001-01-01T0${number}:00:00Z`;

function managersFrom(rows: readonly Manager[]): Managers {
  return new Map(rows.map((row) => [managerKey(row), row]));
}

describe("too many owners", () => {
  it.each(capped)("$name", ({ before, after }) => {
    const owners = before.map(([manager, apiVersion, at, ...fields]): Manager => ({
      manager,
      apiVersion,
      operation: "Update",
      subresource: "",
      time: hour(at),
      set: fieldsAt(fields.map((field) => [field])),
    }));
    const managers = managersFrom(owners);
    const told = (): unknown =>
      encodeManagers(managers).map((entry) => [
        entry.manager,
        entry.apiVersion,
        entry.time,
        Object.keys(entry.fieldsV1 ?? {}).map((element) => element.slice(2)),
      ]);
    capManagers(managers, 3);
    const wanted = after.map(([name, version, at, ...fields]) => [name, version, hour(at), fields]);
    expect(told()).toEqual(wanted);
    capManagers(managers, 3);
    expect(told()).toEqual(wanted);
  });
});

describe("the order of owners", () => {
  it.each(sorted)("%s", (_name, before, after) => {
    const owners = before.map((text): Manager => {
      const [manager = "", operation = "", at = "-", subresource = ""] = text.split(" ");
      const [hours, nanoseconds] = at.split(".");
      const time = hour(Number(hours)).replace("Z", nanoseconds ? `.${nanoseconds}Z` : "Z");
      return {
        manager,
        operation: operation as Operation,
        apiVersion: "v1",
        subresource,
        time: at === "-" ? undefined : time,
        set: fieldsAt([["a"]]),
      };
    });
    const told = encodeManagers(managersFrom(owners)).map(({ manager, operation, subresource }) =>
      [manager, operation, subresource].filter(Boolean).join(" "),
    );
    const plain = (text: string): string => text.replace(/ [-\d.]+/, "");
    expect(told).toEqual(after.map(plain));
  });
});

it.each(roundTrips.map((entries) => [entries.join("\n"), entries] as const))(
  "entries come back as they were read: %s",
  (_name, texts) => {
    const entries = texts.map((text) => parse(text) as ManagedFieldsEntry);
    const managers = decodeManagers(entries);
    if (managers === undefined) throw new Error("the entries were not read");
    expect(encodeManagers(managers)).toEqual(entries);
  },
);

describe("what was applied on the client's side", () => {
  const annotation = "kubectl.kubernetes.io/last-applied-configuration";
  const read = (text: string): KubeObject => deepFreeze(parse(text) as unknown as KubeObject);

  function conflictsOf(run: () => unknown): readonly string[] {
    try {
      run();
      return [];
    } catch (error) {
      if (!(error instanceof StatusError) || error.code !== 409) throw error;
      return (error.status.details?.causes ?? []).map(({ field }) => field ?? "");
    }
  }

  it.each(lastApplied)("$test", ({ manager, record, original, applied: config, conflicts }) => {
    const { metadata, ...rest } = read(original);
    const text = JSON.stringify((parse(record ?? original) as JsonObject | undefined) ?? null);
    const annotations = { ...metadata.annotations, [annotation]: text };
    const first = deepFreeze({ ...rest, metadata: { ...metadata, annotations } });
    const live = update(undefined, first, { manager: "test_client_side_apply" });
    const writer = { manager };
    expect(conflictsOf(() => applied(live, read(config), writer))).toEqual(conflicts ?? []);
    const forced = applied(live, read(config), { manager, force: true });
    expect(forced).toMatchObject(read(config));
  });
});
