/**
 * The address of a view.
 * @param {...string} parts
 */
export function address(...parts) {
  return `#/${parts.map((part) => encodeURIComponent(part).replaceAll("%3A", ":")).join("/")}`;
}

/** @param {string} hash */
export function open(hash) {
  location.hash = hash;
}
