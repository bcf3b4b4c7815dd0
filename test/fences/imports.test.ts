/** Which folder may import which: the house's plan, checked against every import in the tree. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

/** A folder of the engine, and the folders that it may import beside its own. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "src/api": [],
  "src/host": ["src/api"],
  "src/store": ["src/api", "src/host"],
  "src/server": ["src/api", "src/host", "src/store", "src/loop/client.ts"],
  "src/loop": ["src/api", "src/host", "src/store", "src/server"],
  "src/kernels": [],
  "src/controllers": ["src/api", "src/host", "src/loop"],
  "src/scheduler": ["src/api", "src/host", "src/loop", "src/kernels"],
  "src/kubelet": [
    "src/api",
    "src/host",
    "src/loop",
    "src/server/node-connector.ts",
    "src/server/message.ts",
    "src/server/outbound/outbound.ts",
    "src/server/streaming",
  ],
  "src/network": ["src/api", "src/host", "src/loop", "src/kernels"],
  "src/host/browser": ["src"],
  "src/host/node": ["src"],
  "src/cli": ["src"],
  // The files that put the engine together.
  src: ["src"],
  renderer: [
    "src/api",
    "src/scheduler/explain/explanation-document.ts",
    "src/server/multiplex.ts",
    "src/server/stats.ts",
  ],
  electron: ["src"],
};

/** Packages that only these folders may import. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  electron: ["electron"],
  react: ["renderer"],
  "react-dom": ["renderer"],
  "chart.js": ["renderer"],
  dexie: ["src/host/browser", "electron"],
  ws: ["src/host/node"],
  commander: ["src/cli"],
};

interface Import {
  readonly from: string;
  readonly specifier: string;
}

const imports = ["src", "renderer", "electron"].flatMap((folder) =>
  importsBelow(join(root, folder)),
);

test("every relative import goes where its folder's row allows", () => {
  const broken = imports
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ from, specifier }) => ({
      from: relative(root, from),
      to: relative(root, resolve(dirname(from), specifier)),
    }))
    .filter(({ from, to }) => !mayImport(from, to))
    .map(({ from, to }) => `${from} -> ${to}`);
  expect(broken).toEqual([]);
});

test("node modules and host packages are imported only by the hosts", () => {
  const broken = imports
    .filter(({ specifier }) => !specifier.startsWith("."))
    .map(({ from, specifier }) => ({ from: relative(root, from), specifier }))
    .filter(({ from, specifier }) => {
      const owners = specifier.startsWith("node:")
        ? ["src/host/node", "src/cli", "electron", "renderer/vite.config.ts"]
        : packagesOf[specifier.split("/")[0] ?? ""];
      return owners !== undefined && !owners.some((owner) => from.startsWith(owner));
    })
    .map(({ from, specifier }) => `${from} -> ${specifier}`);
  expect(broken).toEqual([]);
});

function mayImport(from: string, to: string): boolean {
  const row = Object.keys(allowed)
    .filter((folder) => from.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (row === undefined) return false;
  const targets = allowed[row] ?? [];
  // A host's folder is closed to the engine even where its parent is open.
  const hostOnly = ["src/host/node", "src/host/browser", "src/cli"].find((f) => to.startsWith(f));
  if (
    hostOnly &&
    !from.startsWith("src/host/") &&
    !from.startsWith("src/cli") &&
    row !== "electron"
  )
    return false;
  return [row, ...targets].some((target) => to === target || to.startsWith(`${target}/`));
}

function importsBelow(folder: string): Import[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === "node_modules" || name === "generated") return [];
    if (statSync(path).isDirectory()) return importsBelow(path);
    if (!/\.tsx?$/.test(name)) return [];
    const text = readFileSync(path, "utf8");
    const pattern =
      /(?:^|\n)\s*(?:import|export)[^"';]*?from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g;
    return [...text.matchAll(pattern)].map((match) => ({
      from: path,
      specifier: match[1] ?? match[2] ?? match[3] ?? "",
    }));
  });
}
