import { get } from "../../api/client.js";
import { count } from "../../ui/format.js";

const REQUEST = { type: "array", minItems: 1, maxItems: 100, items: { $ref: "#/components/schemas/HTCJobSubmitRequest" } };
const TYPES = { integer: "integer", number: "number", string: "text", boolean: "true or false", array: "list", object: "object" };
/** So many values are listed. */
const MOST_CHOICES = 8;
const ADDED = /^Beyond the published API: /;
const WITHOUT_EFFECT = /has no effect/;

/** What a value can be, from the API's own document. */
export class Schema {
  /**
   * @param {any} document of OpenAPI
   * @param {any} definition a schema in it
   */
  constructor(document, definition) {
    this.document = document;
    this.definition = resolved(document, definition);
  }

  /** Reads the schema of the body of a submission. */
  static async ofSubmission() {
    return new Schema(await get("q/openapi", { format: "json" }), REQUEST);
  }

  /**
   * The schema of an element or member; undefined if there is none.
   * @param {string | number} part
   */
  child(part) {
    const { items, properties, additionalProperties } = this.definition;
    const found = typeof part === "number" ? items : properties?.[part] ?? additionalProperties;
    return found && new Schema(this.document, found);
  }

  /**
   * The schema of a value within this one.
   * @param {(string | number)[]} path
   * @returns {Schema | undefined}
   */
  at(path) {
    return path.reduce((schema, part) => schema?.child(part), /** @type {Schema | undefined} */ (this));
  }

  /** The names of the members that have a meaning in a request, the required ones first. */
  members() {
    const names = Object.keys(this.definition.properties ?? {}).filter((name) => {
      const { readOnly, description = "" } = this.child(name).definition;
      return !readOnly && !WITHOUT_EFFECT.test(description);
    });
    return names.sort((a, b) => Number(this.isRequired(b)) - Number(this.isRequired(a)));
  }

  isRequired(name) {
    return this.definition.required?.includes(name) ?? false;
  }

  /** The type in words, such as "integer from 1 to 64". */
  typeText() {
    const { type, items, maxItems, maxLength } = this.definition;
    const choices = this.definition.enum;
    if (choices) {
      return `one of ${choices.slice(0, MOST_CHOICES).join(", ")}${choices.length > MOST_CHOICES ? `, … (${choices.length})` : ""}`;
    }
    if (type === "array") {
      const kind = this.child(0).typeText();
      return `list${maxItems ? ` of at most ${maxItems}` : ""}${items ? `, each: ${kind}` : ""}`;
    }
    return [TYPES[type] ?? "any value", rangeText(this.definition), maxLength && `at most ${count(maxLength)} characters`]
      .filter(Boolean).join(", ");
  }

  meaning() {
    return (this.definition.description ?? "").replace(ADDED, "");
  }

  /** A value to begin with. */
  first() {
    const { type, example, minimum } = this.definition;
    const simple = { integer: minimum ?? 1, number: minimum ?? 1, string: "", boolean: true, array: [], object: {} };
    return this.definition.default ?? this.definition.enum?.[0] ?? example ?? simple[type] ?? "";
  }
}

function rangeText({ minimum, maximum, exclusiveMinimum }) {
  if (minimum === undefined) {
    return maximum === undefined ? "" : `at most ${count(maximum)}`;
  }
  const from = exclusiveMinimum ? `above ${count(minimum)}` : `from ${count(minimum)}`;
  return maximum === undefined ? from : `${from} to ${count(maximum)}`;
}

/** A schema with what its references and parts contain; its own members count. */
function resolved(document, { $ref, allOf = [], ...own }) {
  const referred = $ref ? [document.components.schemas[$ref.split("/").at(-1)]] : [];
  return Object.assign({}, ...[...referred, ...allOf].map((part) => resolved(document, part)), own);
}
