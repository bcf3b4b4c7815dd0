/** What containers' variables name of files in volumes, as it was read. */

/** By volume and path; undefined for files that are not there. */
export type EnvFiles = ReadonlyMap<string, ReadonlyMap<string, string> | undefined>;

export const envFileKey = (volume: string, path: string): string => `${volume}:${path}`;
