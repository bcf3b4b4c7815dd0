/** The proxy's worker, which breaks down soon after its start where the environment says so. */
import "../../../../src/host/node/proxy-worker.ts";

if (process.env["KUBARIUM_TEST_PROXY_BREAKS"] !== undefined) {
  setTimeout(() => {
    throw new Error("broken");
  }, 200);
}
