// The engine runs in a browser worker too: nothing of Node may compile in it.
// expects: TS2591
import { readFileSync } from "node:fs";

export const text = readFileSync("/etc/hostname");
export const pid = process.pid;
export const bytes = Buffer.from("x");
