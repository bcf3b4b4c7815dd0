// Runs the `kubarium` command from a clone: builds what is out of date, then becomes the built command. Plain JavaScript, so
// that a Node too old for everything else can still be told so.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `kubarium needs Node 22.18 or newer to be built and this is ${process.versions.node}. On Linux and Windows "npm install" ` +
      "brings Node 24 with it; elsewhere install it first.",
  );
  process.exit(1);
}
await import("./build.ts").then(({ build }) => build([]));
await import("../dist/engine/cli.js");
