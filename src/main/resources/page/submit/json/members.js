import { h } from "../../ui/dom.js";

/**
 * What the object at the cursor can contain: names, types and meanings.
 * @param {{schema: import("./schema.js").Schema, around?: import("./places.js").Place, name?: string | number,
 *   onAdd: (place: any, name: string, schema: any) => void}} props `name` is the member at the cursor
 */
export function MembersHelp({ schema, around, name, onAdd }) {
  const path = around?.path ?? [];
  const own = schema.at(path);
  // In a list, its elements are described.
  const object = [own, own?.child(0)].find((each) => each?.members().length > 0);
  if (!object) {
    return h("aside", { class: "json-help", "aria-label": "Help" },
      h("h3", {}, titleOf(path)),
      h("p", { class: "muted" }, own ? [own.typeText(), own.meaning()].filter(Boolean).join(". ") : "There is no help for this place."));
  }
  const canAdd = object === own && around.value !== undefined;
  return h("aside", { class: "json-help", "aria-label": "Help", tabIndex: 0 },
    h("h3", {}, titleOf(path)),
    object.meaning() && h("p", { class: "muted" }, withCode(`${object.meaning()}.`)),
    h("dl", {}, object.members().map((member) => h(Member, { key: member, schema: object.child(member), name: member,
      isHere: member === name, isRequired: object.isRequired(member),
      onAdd: canAdd && !(member in around.value) ? () => onAdd(around, member, object.child(member)) : null }))));
}

function Member({ schema, name, isHere, isRequired, onAdd }) {
  return h("div", { class: isHere ? "here" : undefined },
    h("dt", {}, h("code", {}, name), isRequired && h("small", {}, "required"),
      onAdd && h("button", { type: "button", class: "link", "aria-label": `Add ${name}`, onClick: onAdd }, "Add")),
    h("dd", {}, h("small", {}, [schema.typeText(), defaultText(schema)].filter(Boolean).join("; ")),
      schema.meaning() && h("span", {}, withCode(schema.meaning()))));
}

/** The document marks code by backticks. */
function withCode(text) {
  return text.split("`").map((part, index) => (index % 2 ? h("code", {}, part) : part));
}

function titleOf(path) {
  const name = path.findLast((part) => typeof part === "string");
  return name ?? (path.length === 0 ? "Each batch" : "Batch");
}

function defaultText({ definition }) {
  return definition.default === undefined ? "" : `${JSON.stringify(definition.default)} if absent`;
}
