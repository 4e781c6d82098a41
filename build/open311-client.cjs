// Another project's client against linli, unchanged: open311 0.0.12 of npm (codeforamerica/node-open311). docs/open311.md says how to run it.
// node open311-client.cjs http://localhost:8080 API_KEY
const Open311 = require("open311");
const [url, key] = process.argv.slice(2);
const c = new Open311({ discovery: url + "/open311/discovery.json", apiKey: key });
const ask = (name, ...args) => new Promise((done, fail) => c[name](...args, (err, data) => (err ? fail(new Error(`${name}: ${err} ${data}`)) : done(data))));
const must = (ok, what) => { if (!ok) throw new Error(what); console.log("ok", what); };
(async () => {
  await ask("serviceDiscovery", { cache: true, type: "test" });
  must(c.endpoint.endsWith("/open311/v2/") && c.format === "json", "discovery names the endpoint");
  const services = await ask("serviceList");
  must(services.length > 3 && services.every((s) => s.service_code && s.service_name), "services");
  const asks = services.find((s) => s.service_code === "street_light");
  const attributes = {};
  for (const a of (await ask("serviceDefinition", asks.service_code)).attributes) if (a.required) attributes[a.code] = a.values?.length ? a.values[0].key : "3";
  must(Object.keys(attributes).length > 0, "a service definition with what it requires");
  const [made] = await ask("submitRequest", { service_code: asks.service_code, description: "The lamp at the bridge is dark", lat: 31.2, long: 121.4, address_string: "bridge", attributes });
  must(made.service_request_id || made.token, "a request with attributes");
  const [token] = await ask("token", made.service_request_id || made.token);
  must(token.service_request_id === (made.service_request_id || token.service_request_id), "the id of a token");
  const [one] = await ask("serviceRequest", token.service_request_id);
  must(one.status === "open" && !isNaN(one.requested_datetime), "one request");
  must(!one.description, "its words are shown once a person let them through");
  const all = await ask("serviceRequests", { status: "open", service_code: asks.service_code });
  must(all.some((r) => r.service_request_id === one.service_request_id) && all.every((r) => r.status === "open"), "a list with filters");
  const two = await ask("serviceRequests", all.slice(0, 2).map((r) => r.service_request_id), {});
  must(two.length === Math.min(2, all.length), "a list of ids");
  const no = await ask("submitRequest", { service_code: "no_such", description: "x" }).then(() => "", String);
  must(/404|400/.test(no), "an error: " + no.slice(0, 160));
})().catch((e) => { console.error(e.message); process.exit(1); });
