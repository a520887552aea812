import { STATES } from "../ui/states.js";

/**
 * The colours of the styles as numbers for ImageData, by the code of the letter.
 * @param {HTMLElement} host whose colour scheme counts
 */
export function colorTable(host) {
  const probe = document.createElement("i");
  host.append(probe);
  const table = new Uint32Array(256);
  for (const { letter, color } of STATES) {
    probe.style.color = `var(${color})`;
    table[letter.charCodeAt(0)] = packed(getComputedStyle(probe).color);
  }
  probe.style.color = "var(--ground)";
  table[0] = packed(getComputedStyle(probe).color);
  probe.remove();
  return table;
}

/** @param {string} color such as rgb(1, 2, 3) */
function packed(color) {
  const [red, green, blue] = color.match(/[\d.]+/g).map(Number);
  // Little-endian: the bytes in memory are red, green, blue, alpha.
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/**
 * The colour without most of its contrast, for cells that a filter leaves out.
 * @param {number} color
 * @param {number} ground
 */
export function faded(color, ground) {
  const mix = (shift) => (((color >>> shift) & 255) * 0.12 + ((ground >>> shift) & 255) * 0.88) & 255;
  return ((255 << 24) | (mix(16) << 16) | (mix(8) << 8) | mix(0)) >>> 0;
}
