/** Which users are nodes (pkg/auth/nodeidentifier). */
import type { UserInfo } from "../../message.ts";

const namePrefix = "system:node:";
const nodesGroup = "system:nodes";

/** The node that a user speaks for, empty where his name leaves it out. Undefined: he is no node. */
export function nodeIdentity({ name, groups }: UserInfo): string | undefined {
  if (!name.startsWith(namePrefix) || !groups.includes(nodesGroup)) return undefined;
  return name.slice(namePrefix.length);
}
