import { h } from "../../ui/dom.js";

/**
 * What the object at the cursor can contain: names, types and meanings.
 * @param {{schema: import("./schema.js").Schema, around?: import("./places.js").Place, name?: string | number,
 *   onAdd: (place: any, name: string, schema: any) => void}} props `name` is the member at the cursor
 */
export function MembersHelp({ schema, around, name, onAdd }) {
  const path = around?.path ?? [];
  const own = schema.at(path);
  const object = own?.members().length ? own : undefined;
  if (!object) {
    return h("aside", { class: "json-help", "aria-label": "Help" },
      h("h3", {}, titleOf(path)),
      h("p", { class: "muted" }, own ? [own.typeText(), own.meaning()].filter(Boolean).join(". ") : "No help for this place."),
      path.length === 0 && h("p", { class: "muted" }, "Put the cursor into an object to see its members."));
  }
  const present = around.value ?? {};
  return h("aside", { class: "json-help", "aria-label": "Help", tabIndex: 0 },
    h("h3", {}, titleOf(path)),
    object.meaning() && h("p", { class: "muted" }, `${object.meaning()}.`),
    h("dl", {}, object.members().map((member) => {
      const child = object.child(member);
      return h("div", { key: member, class: member === name ? "here" : undefined },
        h("dt", {}, h("code", {}, member), object.isRequired(member) && h("small", {}, "required"),
          around.value && !(member in present) && h("button", { type: "button", class: "link", "aria-label": `Add ${member}`,
            onClick: () => onAdd(around, member, child) }, "Add")),
        h("dd", {}, h("small", {}, [child.typeText(), defaultText(child)].filter(Boolean).join("; ")),
          child.meaning() && h("span", {}, child.meaning())));
    })));
}

function titleOf(path) {
  const name = path.findLast((part) => typeof part === "string");
  return path.length === 0 ? "List of batches" : name ?? "Batch";
}

function defaultText({ definition }) {
  return definition.default === undefined ? "" : `${JSON.stringify(definition.default)} if absent`;
}
