// The JSON of linli against the schemas that Open311's own project wrote for GeoReport v2 (open311/schema-validation), read by ajv. docs/open311.md says how to run it.
// node open311-schemas.cjs http://localhost:8080 FOLDER JURISDICTION
const fs = require("fs");
const Ajv = require("ajv");
const [url, folder, jurisdiction] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, allErrors: true });
require("ajv-formats")(ajv);
for (const name of ["request", "requests", "service", "services", "service-definition"]) ajv.addSchema(JSON.parse(fs.readFileSync(`${folder}/${name}.json`)), name + ".json");
let wrong = 0;
const hold = async (path, schema) => {
  const answer = await fetch(`${url}/open311/v2/${path}.json?jurisdiction_id=${jurisdiction}`);
  const body = await answer.json();
  const ok = answer.ok && ajv.validate(schema, body);
  console.log(ok ? "ok" : "NOT", path, Array.isArray(body) ? body.length : "", ok ? "" : ajv.errorsText());
  wrong += !ok;
  return body;
};
(async () => {
  for (const s of await hold("services", "services.json")) if (s.metadata) await hold(`services/${s.service_code}`, "service-definition.json");
  const all = await hold("requests", "requests.json");
  for (const r of all.slice(0, 5)) await hold(`requests/${r.service_request_id}`, "requests.json");
  process.exit(wrong || !all.length ? 1 : 0);
})();
