const INDENT = "  ";

/**
 * The text with another member at the end of an object, and the place of the member's value.
 * @param {string} text
 * @param {import("./places.js").Place} object
 * @param {string} name
 * @param {import("./schema.js").Schema} schema of the member
 */
export function withMember(text, object, name, schema) {
  const inner = text.slice(object.begin + 1, object.end - 1).trimEnd();
  const end = object.begin + 1 + inner.length;
  const indent = indentAt(text, object.begin);
  const lead = `${inner ? "," : ""}\n${indent}${INDENT}${JSON.stringify(name)}: `;
  const value = JSON.stringify(schema.first());
  const begin = end + lead.length;
  return {
    text: `${text.slice(0, end)}${lead}${value}\n${indent}${text.slice(object.end - 1)}`,
    at: { begin, end: begin + value.length },
  };
}

/** The spaces at the beginning of the line of a place. */
function indentAt(text, at) {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^\s*/.exec(line)[0];
}
