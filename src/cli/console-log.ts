/** The engine's log on the terminal: warnings and errors, and the rest when asked for. */
import type { Log, LogLevel } from "../host/host.ts";

const shown: Readonly<Record<LogLevel, boolean>> = {
  debug: false,
  info: false,
  warn: true,
  error: true,
};

export function createConsoleLog(verbose: boolean): Log {
  return {
    write(level, message, fields) {
      if (!shown[level] && !verbose) return;
      const details = Object.entries(fields ?? {})
        .map(
          ([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`,
        )
        .join("");
      console.error(`${new Date().toISOString()} ${level} ${message}${details}`);
    },
  };
}
