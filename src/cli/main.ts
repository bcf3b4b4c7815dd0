#!/usr/bin/env node
/** The entry of the `kubarium` command. What it loads from here on comes from the compile cache. */
import { useCompileCache } from "./compile-cache.ts";
import { cacheDir } from "./data-dir-path.ts";

useCompileCache(cacheDir(process.env));
const { main } = await import("./program.ts");
await main();
