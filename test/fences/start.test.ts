/** What a start must not load: every static import on the way from `kubarium up` is paid for by everybody who starts a cluster. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** Files and packages that are imported as values, from `entry` on, each with the file that was first seen to import it. */
function loadedFrom(entry: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>([[entry, ""]]);
  for (const [file] of found) {
    if (!file.endsWith(".ts") || !existsSync(join(root, file))) continue;
    const text = readFileSync(join(root, file), "utf8");
    for (const [, specifier = ""] of text.matchAll(
      /^(?:import|export)\s(?!type\s)(?:[^;"]*?\sfrom\s)?"([^"]+)";/gm,
    )) {
      const name = specifier.startsWith(".")
        ? relative(root, resolve(root, dirname(file), specifier))
        : specifier;
      if (!found.has(name)) found.set(name, file);
    }
  }
  return found;
}

const loaded = loadedFrom("src/cli/up.ts");

test("the way from the command to the engine is seen at all", () => {
  for (const file of ["src/cluster.ts", "src/server/server.ts", "src/store/engine.ts", "yaml"]) {
    expect(loaded.has(file), file).toBe(true);
  }
});

test.each([
  ["node:http", "its import loads undici: src/host/node/node-http.ts has what is used of it"],
  ["node:zlib", "only long answers are compressed"],
  ["ws", "nobody has connected yet"],
  ["dockerode", "most machines have no daemon"],
  ["@peculiar/x509", "most starts sign nothing"],
  ["reflect-metadata", "only @peculiar/x509 needs it"],
  ["src/host/certificates.ts", "most starts sign nothing"],
  ["src/host/node/kubeconfig-document.ts", "most kubeconfigs are ours alone"],
  ["src/host/node/websocket.ts", "nobody has connected yet"],
  ["src/server/streaming/spdy/connection.ts", "nobody has connected yet"],
  ["src/api/generated/descriptions.ts", "only OpenAPI shows texts"],
])("%s is not loaded: %s", (name) => {
  expect(loaded.get(name)).toBeUndefined();
});

test("policies, rules and device selectors are compiled by what is loaded with the first of them", () => {
  const cel = [...loaded.keys()].filter((name) => /^src\/(?:api|server)\/cel\//.test(name));
  // These are the ones that load the others.
  expect(cel.sort()).toEqual([
    "src/api/cel/admission-compiler.ts",
    "src/api/cel/device-compiler.ts",
  ]);
});
