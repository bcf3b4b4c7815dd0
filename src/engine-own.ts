/** Which objects of the store a reset leaves. */
/** The nodes are the engine's own, not part of what a user made: they outlive a reset. */
export function isEngineOwn({
  resource,
  name,
}: {
  readonly resource: string;
  readonly name: string;
}): boolean {
  if (resource === "services") return name === "kubernetes";
  return ["nodes", "leases.coordination.k8s.io", "csinodes.storage.k8s.io"].includes(resource);
}
