/** How the dashboard is built: into dist/renderer, nothing inlined, so that a strict content security policy holds. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: "renderer",
  base: "./",
  plugins: [react()],
  build: {
    outDir: "../dist/renderer",
    emptyOutDir: true,
    // data: URLs are not in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "chrome120",
    // Served from this machine: one larger script is read faster than several.
    chunkSizeWarningLimit: 1000,
  },
});
