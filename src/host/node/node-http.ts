/**
 * What is used of Node's http module. An `import` of that module reads every export it has, and some of them are getters that load
 * all of undici: 25 ms of a start, for nothing. Asking for the module itself reads none.
 */
const http = process.getBuiltinModule("node:http");

export const { Agent, createServer, request, ServerResponse, STATUS_CODES } = http;
