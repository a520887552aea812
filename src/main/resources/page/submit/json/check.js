import { count } from "../../ui/format.js";
import { pathText } from "./places.js";

const MOST_SHOWN = 30;

/** @typedef {import("./places.js").Place} Place */
/** @typedef {{begin: number, end: number, message: string}} Finding */

/**
 * What the schema does not permit, each with its place.
 * @param {Place[]} places
 * @param {import("./schema.js").Schema} schema
 * @returns {Finding[]}
 */
export function findingsOf(places, schema) {
  return places.flatMap((place) => {
    const own = schema.at(place.path);
    const message = own ? problemOf(place.value, own) : unknownName(place, schema);
    return message ? [{ begin: place.begin, end: place.end, message: `${nameOf(place)}: ${message}` }] : [];
  });
}

/**
 * An error of the service with its place: its message begins with the path of a value.
 * @param {Place[]} places
 * @param {any} error
 * @returns {Finding[]}
 */
export function refusalOf(places, error) {
  const [path] = /^\[[\w.[\]]+/.exec(error?.message ?? "") ?? [];
  const place = path && places.findLast((each) => each.path.length > 0 && path.startsWith(pathText(each.path)));
  return place ? [{ begin: place.begin, end: place.end, message: error.message }] : [];
}

function nameOf({ path }) {
  return typeof path.at(-1) === "string" ? path.at(-1) : pathText(path) || "The body";
}

/** Other names are ignored by the service, so that a misspelt one has no effect. */
function unknownName({ path }, schema) {
  const parent = schema.at(path.slice(0, -1));
  return parent?.definition.properties ? "there is no member with this name, so it has no effect." : "";
}

function problemOf(value, schema) {
  const { type, pattern } = schema.definition;
  const choices = schema.definition.enum;
  // Null means that the member is absent; without a value, the text ends within it.
  if (value === undefined || value === null) {
    return "";
  }
  const isOfType = !type || typeOf(value) === type || (type === "number" && typeOf(value) === "integer");
  if (!isOfType || (choices && !choices.includes(value)) || (typeof value === "number" && !isWithin(value, schema.definition))) {
    return `must be ${article(schema.typeText())}, not ${shown(value)}.`;
  }
  if (typeof value === "string" && pattern && !new RegExp(pattern).test(value)) {
    return "this text is not permitted here.";
  }
  return sizeProblem(value, schema);
}

function sizeProblem(value, { definition: { minLength = 0, maxLength, minItems = 0, maxItems, required = [] } }) {
  if (typeof value === "string") {
    return value.length < minLength ? "must not be empty." : value.length > maxLength ? `longer than ${count(maxLength)} characters.` : "";
  }
  if (Array.isArray(value)) {
    return value.length < minItems ? "must not be empty." : value.length > maxItems ? `more than ${count(maxItems)} elements.` : "";
  }
  const missing = required.filter((name) => value[name] === undefined);
  return missing.length > 0 ? `${missing.join(", ")} is missing.` : "";
}

function isWithin(value, { minimum = -Infinity, maximum = Infinity, exclusiveMinimum }) {
  return (exclusiveMinimum ? value > minimum : value >= minimum) && value <= maximum;
}

function typeOf(value) {
  return Array.isArray(value) ? "array" : Number.isInteger(value) ? "integer" : typeof value;
}

function article(text) {
  return /^(one of|true|text)/.test(text) ? text : `${/^[aeio]/.test(text) ? "an" : "a"} ${text}`;
}

function shown(value) {
  const text = JSON.stringify(value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)} …` : text;
}
