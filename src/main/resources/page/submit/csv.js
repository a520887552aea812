/** A record of a table: its cells, and the number of its first line. @typedef {{line: number, cells: string[]}} Row */

/**
 * The records of a text in the format of RFC 4180: cells with commas, quotes or line breaks are in double quotes, and
 * a quote in them is doubled. Spaces around other cells are left out, and so are empty lines. Text that was copied
 * from a spreadsheet has tabs in place of commas.
 * @param {string} text
 * @returns {Row[]}
 */
export function recordsOf(text) {
  const separator = /^[^\n,]*\t/.test(text) ? "\t" : ",";
  const rows = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const record = recordAt(text, at, separator, line);
    if (record.cells.length > 1 || record.cells[0] !== "" || record.hasQuotes) {
      rows.push({ line, cells: record.cells });
    }
    line += text.slice(at, record.end).split("\n").length - 1;
    at = record.end;
  }
  return rows;
}

function recordAt(text, begin, separator, line) {
  const cells = [];
  let hasQuotes = false;
  let at = begin;
  for (;;) {
    const cell = cellAt(text, at, separator, line);
    cells.push(cell.value);
    hasQuotes ||= cell.isQuoted;
    at = cell.end + 1;
    if (text[cell.end] !== separator) {
      return { cells, hasQuotes, end: at };
    }
  }
}

/** The cell at a place; its end is the separator or line feed after it, or the end of the text. */
function cellAt(text, at, separator, line) {
  let begin = at;
  while (text[begin] === " ") {
    begin++;
  }
  return text[begin] === '"' ? quotedCell(text, begin + 1, separator, line) : plainCell(text, at, separator);
}

function plainCell(text, at, separator) {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== "\n") {
    end++;
  }
  return { value: text.slice(at, end).trim(), isQuoted: false, end };
}

function quotedCell(text, begin, separator, line) {
  let value = "";
  let at = begin;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) {
      throw new Error(`The record in line ${line} has a quote that is not closed.`);
    }
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      return { value: value.replaceAll("\r\n", "\n"), isQuoted: true, end: endAfter(text, quote + 1, separator, line) };
    }
    value += '"';
    at = quote + 2;
  }
}

/** Only spaces can follow a closing quote. */
function endAfter(text, at, separator, line) {
  let end = at;
  while (text[end] === " " || text[end] === "\r") {
    end++;
  }
  if (end < text.length && text[end] !== separator && text[end] !== "\n") {
    throw new Error(`The record in line ${line} has text after a closing quote.`);
  }
  return end;
}
