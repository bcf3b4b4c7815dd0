/** Generates src/api/generated: the schema as data, and the same as TypeScript types. Run by `npm run generate`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDefinitions } from "./read-models.ts";
import { writeTypes } from "./write-types.ts";

const projectDir = join(import.meta.dirname, "../..");
const outDir = join(projectDir, "src/api/generated");
const definitions = readDefinitions(projectDir);
mkdirSync(outDir, { recursive: true });
writeFileSync(join(outDir, "schema.json"), JSON.stringify(Object.fromEntries(definitions)));
writeFileSync(join(outDir, "types.ts"), writeTypes(definitions));
console.log(`schema: ${definitions.size} definitions`);
