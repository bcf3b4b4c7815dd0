/**
 * Generates src/api/generated: the schema as data, its descriptions apart (only OpenAPI needs them, and they are four
 * fifths of the bytes), and the same as TypeScript types. Run by `npm run generate`.
 */
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDefinitions } from "./read-models.ts";
import { splitDescriptions, writeJsonModule } from "./split-descriptions.ts";
import { writeTypes } from "./write-types.ts";

const projectDir = join(import.meta.dirname, "../..");
const outDir = join(projectDir, "src/api/generated");
const definitions = readDefinitions(projectDir);
mkdirSync(outDir, { recursive: true });
const { structure, descriptions } = splitDescriptions(definitions);
const hash = createHash("sha256")
  .update(JSON.stringify([structure, descriptions]))
  .digest("hex");
const hashLine = `/** Marks the content of all definitions, texts included. */\nexport const schemaHash = "${hash.slice(0, 32)}";\n`;
const structureModule = writeJsonModule("structureJson", structure) + hashLine;
writeFileSync(join(outDir, "structure.ts"), structureModule);
writeFileSync(join(outDir, "descriptions.ts"), writeJsonModule("descriptionsJson", descriptions));
writeFileSync(join(outDir, "types.ts"), writeTypes(definitions));
console.log(`schema: ${definitions.size} definitions`);
