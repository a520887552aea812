const ESCAPE = /\u001b\[([\d;]*)m|\u001b\[[\d;?]*[A-Za-ln-z]|\u001b\][^\u0007]*\u0007/g;
const STYLES = { 1: "bold", 2: "dim", 3: "italic", 4: "underline" };

/**
 * Splits a line at its escape sequences for colours. Other sequences are removed, and of a line that
 * is overwritten by carriage returns the last part stays.
 * @param {string} line
 * @returns {{text: string, class: string}[]}
 */
export function ansiParts(line) {
  const text = line.includes("\r") ? lastWritten(line) : line;
  if (!text.includes("\u001b")) {
    return [{ text, class: "" }];
  }
  const parts = [];
  let classes = new Set();
  let from = 0;
  for (const match of text.matchAll(ESCAPE)) {
    add(parts, text.slice(from, match.index), classes);
    from = match.index + match[0].length;
    if (match[1] !== undefined) {
      classes = changed(classes, match[1]);
    }
  }
  add(parts, text.slice(from), classes);
  return parts;
}

/** The text of a line as it appears, for search. */
export function plain(line) {
  return ansiParts(line).map((part) => part.text).join("");
}

function lastWritten(line) {
  const pieces = line.replace(/\r+$/, "").split("\r");
  return pieces.at(-1);
}

function add(parts, text, classes) {
  if (text) {
    parts.push({ text, class: [...classes].join(" ") });
  }
}

function changed(before, codes) {
  let classes = new Set(before);
  const numbers = codes.split(";").map(Number);
  for (let i = 0; i < numbers.length; i++) {
    const code = numbers[i];
    if (code === 0) {
      classes = new Set();
    } else if (STYLES[code]) {
      classes.add(`ansi-${STYLES[code]}`);
    } else if (code === 22) {
      classes.delete("ansi-bold");
      classes.delete("ansi-dim");
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97) || code === 39) {
      replace(classes, /^ansi-\d$/, code === 39 ? null : `ansi-${code % 10}`);
    } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107) || code === 49) {
      replace(classes, /^ansi-bg-/, code === 49 ? null : `ansi-bg-${code % 10}`);
    } else if (code === 38 || code === 48) {
      // Colours of 256 or more are shown in the colour of the text: skip their numbers.
      i += numbers[i + 1] === 5 ? 2 : 4;
    }
  }
  return classes;
}

function replace(classes, pattern, name) {
  for (const old of classes) {
    if (pattern.test(old)) {
      classes.delete(old);
    }
  }
  if (name) {
    classes.add(name);
  }
}
