/**
 * Builds what is out of date, and nothing else: schema, kernels, engine bundles for Node and for pages, dashboard. `node scripts/build.ts [part ...]`;
 * without parts, all of them.
 */
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..");

interface Part {
  /** Files and folders whose content decides whether the part is built again. */
  readonly inputs: readonly string[];
  /** A file that is there when the part has been built. */
  readonly output: string;
  build(): Promise<void>;
}

const parts: Readonly<Record<string, Part>> = {
  schema: {
    inputs: ["scripts/schema", "node_modules/kubernetes-models/package.json"],
    output: "src/api/generated/types.ts",
    build: async () => run("scripts/schema/generate.ts"),
  },
  kernels: {
    inputs: ["wasm/scheduler", "wasm/ipvs", "scripts/build-wasm.ts"],
    output: "wasm/build/scheduler.release.wasm",
    build: async () => run("scripts/build-wasm.ts"),
  },
  engine: {
    inputs: ["src", "wasm/build", "scripts/build.ts", "package-lock.json"],
    output: "dist/engine/cli.js",
    build: buildEngine,
  },
  gateway: {
    inputs: ["src", "wasm/build", "scripts/build.ts", "package-lock.json"],
    output: "dist/gateway/gateway.mjs",
    build: buildGateway,
  },
  browser: {
    inputs: ["src", "wasm/build", "scripts/build.ts", "package-lock.json"],
    output: "dist/browser/index.js",
    build: buildBrowser,
  },
  types: {
    inputs: ["src", "package-lock.json"],
    output: "dist/types/host/browser/index.d.ts",
    build: async () => {
      for (const project of ["src", "src/host/node", "src/host/browser"]) {
        run("node_modules/typescript/bin/tsc", "-p", `${project}/tsconfig.types.json`);
      }
    },
  },
  dashboard: {
    inputs: ["renderer", "src/api", "src/server", "assets/icons", "package-lock.json"],
    output: "dist/renderer/index.html",
    build: buildDashboard,
  },
  electron: {
    inputs: ["electron", "src", "scripts/build.ts", "package-lock.json"],
    output: "dist/electron/main.js",
    build: buildElectron,
  },
};

/** Builds the named parts, or all, as far as they are out of date. */
export async function build(names: readonly string[]): Promise<void> {
  for (const name of names.length > 0 ? names : Object.keys(parts)) {
    const part = parts[name];
    if (!part) throw new Error(`no part "${name}": there are ${Object.keys(parts).join(", ")}`);
    if (await isCurrent(name, part)) continue;
    const started = performance.now();
    await part.build();
    await mkdir(join(root, "dist"), { recursive: true });
    await writeFile(join(root, "dist", `.${name}.stamp`), await hashOf(part.inputs));
    console.log(`built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}

/** What the command needs to run: no types, no desktop app. */
export const commandParts = ["schema", "kernels", "engine", "gateway", "dashboard"] as const;

/** Whether any of the named parts is out of date. Every start from a clone waits for it. */
export async function isStale(names: readonly string[]): Promise<boolean> {
  const contents: Contents = new Map();
  for (const [name, part] of Object.entries(parts)) {
    if (names.includes(name) && !(await isCurrent(name, part, contents))) return true;
  }
  return false;
}

/** What files hold, by their paths: most are of several parts. */
type Contents = Map<string, Promise<Uint8Array>>;

async function isCurrent(name: string, part: Part, contents?: Contents): Promise<boolean> {
  const stamp = await readStamp(join(root, "dist", `.${name}.stamp`));
  return stamp === (await hashOf(part.inputs, contents)) && exists(join(root, part.output));
}

async function buildEngine(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: {
      cli: join(root, "src/cli/main.ts"),
      index: join(root, "src/index.ts"),
      node: join(root, "src/host/node/index.ts"),
      "proxy-worker": join(root, "src/host/node/proxy-worker.ts"),
      "kernel-worker": join(root, "src/host/node/kernel-worker.ts"),
    },
    platform: "node",
    // Accelerators that ws asks for and does without.
    external: ["bufferutil", "utf-8-validate"],
    plugins: [startup, asciiOnly],
    // Shared modules are not moved about to keep what entries export exactly as it is: nobody imports those by other names.
    preserveEntrySignatures: "allow-extension",
  });
  await bundle.write({
    dir: join(root, "dist/engine"),
    format: "esm",
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ name: (id) => startup.chunkOf(id), debugName: "startup" }],
    },
    entryFileNames: "[name].js",
    chunkFileNames: "chunk-[hash].js",
    sourcemap: false,
    cleanDir: true,
  });
  await bundle.close();
  await cp(join(root, "wasm/build"), join(root, "dist/kernels"), { recursive: true });
}

/** What runs in the gateway's container, one file, beside the kernel that it uses. */
async function buildGateway(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: join(root, "src/host/node/gateway/main.ts"),
    platform: "node",
    plugins: [asciiOnly],
  });
  const dir = join(root, "dist/gateway");
  await bundle.write({ file: join(dir, "gateway.mjs"), format: "esm" });
  await bundle.close();
  await cp(join(root, "wasm/build/ipvs.release.wasm"), join(dir, "ipvs.wasm"));
}

/** The library for web pages: modules that a page loads as they are, or through a bundler. */
async function buildBrowser(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: {
      index: join(root, "src/index.ts"),
      host: join(root, "src/host/browser/index.ts"),
      "web-worker": join(root, "src/kernels/web-worker.ts"),
    },
    platform: "browser",
    plugins: [asciiOnly],
  });
  await bundle.write({
    dir: join(root, "dist/browser"),
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunk-[hash].js",
    cleanDir: true,
  });
  await bundle.close();
  await cp(join(root, "wasm/build"), join(root, "dist/kernels"), { recursive: true });
}

/**
 * What a start loads is one file for the engine and one for Node's side of it, not the dozens that shared modules would be cut into: each
 * costs a start half a millisecond. What workers load, too, stays apart: they are to load nothing else.
 */
const startup = {
  name: "kubarium:startup",
  chunks: new Map<string, string>(),
  chunkOf(id: string): string | null {
    return this.chunks.get(id) ?? null;
  },
  buildEnd(this: { getModuleInfo(id: string): { importedIds: readonly string[] } | null }): void {
    const reached = (...from: readonly string[]): ReadonlySet<string> => {
      const seen = new Set<string>();
      const visit = (id: string): void => {
        if (seen.has(id)) return;
        seen.add(id);
        for (const next of this.getModuleInfo(id)?.importedIds ?? []) visit(next);
      };
      for (const file of from) visit(join(root, file));
      return seen;
    };
    const workers = reached("src/host/node/proxy-worker.ts", "src/host/node/kernel-worker.ts");
    const apart = new Set([...workers, ...reached("src/cli/main.ts", "src/cli/program.ts")]);
    const engine = reached("src/index.ts");
    for (const id of reached("src/cli/up.ts", "src/host/node/index.ts", "src/index.ts")) {
      if (apart.has(id) || id.startsWith("node:")) continue;
      startup.chunks.set(id, engine.has(id) ? "chunk-engine" : "chunk-node");
    }
  },
};

/** One letter beyond Latin-1 would make V8 hold all of a file in two bytes a letter. */
const asciiOnly = {
  name: "kubarium:ascii-only",
  renderChunk(code: string): string | null {
    // oxlint-disable-next-line no-control-regex -- everything but ASCII is what is meant
    const escaped = code.replace(/[^\x00-\x7f]/g, (letter) => {
      return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
    return escaped === code ? null : escaped;
  },
};

/** The desktop app: main and the engine's process as modules, what runs in its windows each as one file. */
async function buildElectron(): Promise<void> {
  const { rolldown } = await import("rolldown");
  const dir = join(root, "dist/electron");
  const processes = await rolldown({
    input: {
      main: join(root, "electron/main.ts"),
      engine: join(root, "electron/engine.ts"),
      "proxy-worker": join(root, "src/host/node/proxy-worker.ts"),
      "kernel-worker": join(root, "src/host/node/kernel-worker.ts"),
    },
    platform: "node",
    external: ["electron", "bufferutil", "utf-8-validate"],
    plugins: [asciiOnly],
  });
  await processes.write({
    dir,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunk-[hash].js",
    cleanDir: true,
  });
  await processes.close();
  for (const [name, format, extension] of [
    ["preload", "cjs", "cjs"],
    ["storage-preload", "cjs", "cjs"],
    ["storage", "iife", "js"],
  ] as const) {
    const page = await rolldown({
      input: join(root, `electron/${name}.ts`),
      platform: "browser",
      external: ["electron"],
    });
    await page.write({ file: join(dir, `${name}.${extension}`), format });
    await page.close();
  }
  await cp(join(root, "electron/storage.html"), join(dir, "storage.html"));
}

async function buildDashboard(): Promise<void> {
  const vite = await import("vite");
  await vite.build({ configFile: join(root, "renderer/vite.config.ts"), logLevel: "warn" });
}

function run(script: string, ...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) throw new Error(`${script} failed`);
}

async function hashOf(inputs: readonly string[], contents: Contents = new Map()): Promise<string> {
  const hash = createHash("sha256");
  for (const input of inputs) {
    const files = await filesOf(join(root, input));
    for (const file of files) if (!contents.has(file)) contents.set(file, readFile(file));
    for (const file of files) {
      hash.update(relative(root, file));
      hash.update((await contents.get(file)) ?? "");
    }
  }
  return hash.digest("hex");
}

async function filesOf(path: string): Promise<string[]> {
  if (!(await exists(path))) return [];
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function readStamp(path: string): Promise<string | undefined> {
  return (await exists(path)) ? readFile(path, "utf8") : undefined;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) await build(process.argv.slice(2));
