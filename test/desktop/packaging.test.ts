/** What electron-builder.yml promises: that what main needs goes along, and that the fuses are set. */
import { readFileSync } from "node:fs";
import { join, matchesGlob } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");

interface Config {
  readonly asar: boolean;
  readonly extraMetadata: { readonly main: string };
  readonly icon: string;
  readonly files: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
}

const config = parse(readFileSync(join(root, "electron-builder.yml"), "utf8")) as Config;

test.each([
  ["dist/electron/main.js", true],
  ["dist/electron/engine.js", true],
  ["dist/electron/kernel-worker.js", true],
  ["dist/electron/proxy-worker.js", true],
  ["dist/electron/preload.cjs", true],
  ["dist/electron/storage-preload.cjs", true],
  ["dist/electron/storage.html", true],
  ["dist/electron/storage.js", true],
  ["dist/renderer/index.html", true],
  ["dist/kernels/scheduler.release.wasm", true],
  ["electron/icons/tray.png", true],
  ["package.json", true],
  ["src/index.ts", false],
  ["dist/engine/cli.js", false],
  ["node_modules/ws/index.js", false],
])("%s is packed: %s", (path, packed) => {
  const included = config.files.some(
    (pattern) => !pattern.startsWith("!") && matchesGlob(path, pattern),
  );
  expect(included).toBe(packed);
});

test("the fuses close every door into the packed app", () => {
  expect(config.asar).toBe(true);
  expect(config.extraMetadata.main).toBe("dist/electron/main.js");
  expect(config.files).toContain("!node_modules/**");
  expect(config.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    onlyLoadAppFromAsar: true,
    enableEmbeddedAsarIntegrityValidation: true,
  });
});

test("the icon is a PNG of the size that every platform's format is made from", () => {
  const png = readFileSync(join(root, config.icon));
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512]);
});
