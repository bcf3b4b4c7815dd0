/** `jsonpatch.escapeKey("a/b")`: a name as one part of a JSON pointer. Follows apiserver's pkg/cel/library/jsonpatch.go. */
import { overload, type Overload } from "../overload.ts";

export function jsonPatchOverloads(): readonly Overload[] {
  return [
    overload(
      "string_jsonpatch_escapeKey_string",
      "::jsonpatch.escapeKey(string): string",
      escapeKey,
    ),
  ];
}

function escapeKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
