// What the sandbox's Graph answered, against a description of Graph in OpenAPI 3.0: `node graph_openapi.mjs DESCRIPTION RECORD`.
// Each thing has to be of its schema, and each whole answer of that which the description gives for its address and status. One line
// for each that is not; the exit code says whether there was one.

import { readFile } from "node:fs/promises";

import Ajv from "ajv";
import addFormats from "ajv-formats";
import { parse } from "yaml";

/** The formats of OData that the collection of formats has not. */
const FORMATS = { int16: { type: "number", validate: (number) => Math.abs(number) < 2 ** 15 }, base64url: /^[\w-]*$/ };

/** What stands in the description beside the words of JSON Schema. */
const BESIDE = ["openapi", "info", "servers", "paths", "components", "x-odata-nonNullable", "x-isFlags"];

const [description, record] = await Promise.all(process.argv.slice(2).map((path) => readFile(path, "utf8")));
const document = parse(description);
const { things, answers } = JSON.parse(record);

const ajv = new Ajv({ allErrors: true, formats: FORMATS, strictTypes: false });
addFormats(ajv);
BESIDE.forEach((word) => ajv.addKeyword(word));
Object.values(document.components.schemas).forEach(allowNulls);
ajv.addSchema(document, "graph");

/**
 * In OpenAPI 3.0 nothing can stand beside a reference, not even that the member may be null: Microsoft's own description writes
 * `anyOf` for that, a derived one may not. What may never be null is listed at its type.
 */
function allowNulls(schema) {
  const never = schema["x-odata-nonNullable"] ?? [];
  for (const { properties = {} } of [schema, ...(schema.allOf ?? [])]) {
    for (const [name, member] of Object.entries(properties)) {
      if (member.$ref && !never.includes(name)) properties[name] = { anyOf: [member, { type: "null" }] };
    }
  }
}

/** Complains about what is not of the schema at that place of the description. */
function check(what, place, value) {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const fits = ajv.getSchema(`graph#/${pointer}`);
  return fits(value) ? [] : [`${what}: ${ajv.errorsText(fits.errors)}`];
}

/** The description's path for an address, if it has one: its placeholders stand for anything without a slash. */
function described(path) {
  const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = (template) => template.split(/\{[^}]+\}/).map(literally).join("[^/]+");
  const fitting = Object.keys(document.paths).filter((template) => new RegExp(`^${pattern(template)}$`).test(path));
  // An address without placeholders is itself, whatever else it fits.
  return fitting.find((template) => template === path) ?? fitting[0];
}

function ofThing({ type, value }) {
  const name = type.replace(/^graph\.(.)/, (_, first) => `microsoft.graph.${first.toLowerCase()}`);
  return check(type, ["components", "schemas", name], value);
}

function ofAnswer({ method, path, status, body }) {
  const template = described(path);
  const kind = [`${status}`, `${status}`.replace(/..$/, "XX")];
  const responses = document.paths[template]?.[method.toLowerCase()]?.responses ?? {};
  const known = kind.find((name) => name in responses);
  if (!known) return undefined;
  const place = ["paths", template, method.toLowerCase(), "responses", known, "content", "application/json", "schema"];
  return check(`${method} ${path} ${status}`, place, body);
}

const ofAnswers = answers.map(ofAnswer);
const wrong = [...things.flatMap(ofThing), ...ofAnswers.flat().filter(Boolean)];
wrong.forEach((line) => console.log(line));
const beyond = answers.filter((_, at) => !ofAnswers[at]).map(({ method, path }) => `${method} ${path}`);
console.log(`${things.length} things, ${answers.length - beyond.length} answers; not described: ${beyond.join(", ") || "none"}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
