/** Which names the tz database has. */

/** Go finds time zones as files, so that case counts; an alias resolves to another name. */
export function isKnownTimeZone(timeZone: string): boolean {
  try {
    const resolved = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
    return resolved === timeZone || resolved.toLowerCase() !== timeZone.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
