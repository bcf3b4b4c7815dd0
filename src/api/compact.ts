/** Copies what is there: absent members stay absent. */
export function compact<T extends object>(members: {
  readonly [K in keyof T]: T[K] | undefined;
}): T {
  const result: Partial<T> = {};
  for (const key in members) {
    const value = members[key];
    if (value !== undefined) result[key] = value;
  }
  return result as T;
}
