/** How defaulting makes its results: new objects only where something was missing, everything else shared with the input. */

/** Adds the members of `defaults` that `object` lacks; null and "" count as lacking, as they decode to Go's zero value. */
export function fill<T extends object>(object: T, defaults: Partial<T>): T {
  for (const key in defaults) {
    if (lacks(object[key])) return fillFrom(object, defaults, lacks);
  }
  return object;
}

/** As `fill`, for texts that are pointers in Go: "" is a value, if a wrong one. */
export function fillAbsent<T extends object>(object: T, defaults: Partial<T>): T {
  for (const key in defaults) {
    if (isAbsent(object[key])) return fillFrom(object, defaults, isAbsent);
  }
  return object;
}

/** As `fill`, for numbers that are no pointers in Go: 0 counts as lacking too. */
export function fillNonZero<T extends object>(object: T, defaults: Partial<T>): T {
  for (const key in defaults) {
    if (lacksOrZero(object[key])) return fillFrom(object, defaults, lacksOrZero);
  }
  return object;
}

function fillFrom<T extends object>(
  object: T,
  defaults: Partial<T>,
  missing: (value: unknown) => boolean,
): T {
  const result = { ...object };
  for (const key in defaults) {
    const value = defaults[key];
    if (value !== undefined && missing(result[key])) result[key] = value;
  }
  return result;
}

function lacks(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function lacksOrZero(value: unknown): boolean {
  return lacks(value) || value === 0;
}

/** The object with one member replaced; the very object when the member is the same already. */
export function put<T extends object, K extends keyof T>(
  object: T,
  key: K,
  value: T[K] | undefined,
): T {
  if (object[key] === value) return object;
  if (value !== undefined) return { ...object, [key]: value };
  const { [key]: _dropped, ...rest } = object;
  return rest as T;
}

/** Applies `change` to one member, where there is one. */
export function within<T extends object, K extends keyof T>(
  object: T,
  key: K,
  change: (value: NonNullable<T[K]>) => NonNullable<T[K]>,
): T {
  const value = object[key];
  if (value === undefined || value === null) return object;
  return put(object, key, change(value));
}

/** `map` that returns the very list when no item changed, and undefined for undefined. */
export function mapShared<T>(
  list: readonly T[] | undefined,
  change: (item: T) => T,
): readonly T[] | undefined {
  if (!list) return list;
  let result: T[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = list[index] as T;
    const changed = change(item);
    if (changed === item) continue;
    result ??= list.slice();
    result[index] = changed;
  }
  return result ?? list;
}
