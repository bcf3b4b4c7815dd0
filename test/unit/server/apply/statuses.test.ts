/** The status of every kind as server-side apply sees it (test/integration/apiserver/apply/status_test.go and reset_fields_test.go). */
import { describe, expect, it } from "vitest";
import { statusRows, type StatusRow } from "../../../vectors/apply/statuses.ts";
import { owners, useApplier, type Body } from "./fixture.ts";

type Server = ReturnType<typeof useApplier>;

function pathOf(row: StatusRow): string {
  const root = row.group === "" ? "/api/v1" : `/apis/${row.group}/${row.version}`;
  const namespace = row.namespaced ? "/namespaces/default" : "";
  return `${root}${namespace}/${row.resource}/${row.object.metadata.name}`;
}

const named = (row: StatusRow, members: object): Body => ({
  apiVersion: row.group === "" ? "v1" : `${row.group}/${row.version}`,
  kind: row.kind,
  ...members,
});

const rows = statusRows.map((row): [string, StatusRow] => [
  `${row.group}/${row.version}/${row.resource}`,
  row,
]);
/** A request to sign loses both its spec and its status to whoever applies it. */
const isManaged = ([, { resource }]: readonly [string, StatusRow]) =>
  resource !== "certificatesigningrequests";
/** Of these nothing in the spec can be in conflict: it is empty, cannot change, or is not applied. */
const neverInConflict = ["certificatesigningrequests", "servicecidrs", "namespaces"];

describe("a status that is applied has an owner (TestApplyStatus)", () => {
  const server = useApplier();
  it.each(rows.filter(isManaged))("%s", async (_name, row) => {
    const path = pathOf(row);
    const made = await server().apply(path, "create_test", named(row, row.object));
    expect([made.status, made.body.message]).toEqual([201, undefined]);
    const { name } = row.object.metadata;
    const status = named(row, { metadata: { name }, status: row.status });
    const query = "&force=true";
    const answer = await server().apply(`${path}/status`, "apply_status_test", status, query);
    expect([answer.status, answer.body.message]).toEqual([200, undefined]);
    const managers = answer.body.metadata.managedFields.map((entry: Body) => entry.manager);
    expect(managers).toEqual(expect.arrayContaining(["apply_status_test", "create_test"]));
    await remove(server, path);
  });
});

describe("a field that an endpoint sets back is nobody's (TestApplyResetFields)", () => {
  const server = useApplier();
  it.each(rows)("%s", async (_name, row) => {
    const path = pathOf(row);
    const first = named(row, { ...row.object, status: row.status });
    const second = { ...first, ...row.other, status: row.otherStatus };
    const made = await server().apply(path, "fieldmanager1", first);
    expect([made.status, made.body.message]).toEqual([201, undefined]);
    const other = await server().apply(`${path}/status`, "fieldmanager2", second);
    expect([other.status, other.body.message]).toEqual([200, undefined]);
    if (!neverInConflict.includes(row.resource)) {
      const main = await server().apply(path, "fieldmanager2", second);
      expect([main.status, main.body.reason]).toEqual([409, "Conflict"]);
      const status = await server().apply(`${path}/status`, "fieldmanager1", first);
      expect([status.status, status.body.reason]).toEqual([409, "Conflict"]);
      expect(Object.keys(owners(await server().get(path)))).toHaveLength(2);
    }
    await remove(server, path);
  });
});

async function remove(server: Server, path: string): Promise<void> {
  const { api } = server();
  await api.call("DELETE", path, { gracePeriodSeconds: 0 });
  await api.host.settle();
}
