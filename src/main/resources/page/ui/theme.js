const STORED = "openhtc.theme";
const CHOICES = ["system", "light", "dark"];

/** The chosen theme: that of the system, unless the user has chosen another one. */
export function theme() {
  const stored = localStorage.getItem(STORED);
  return CHOICES.includes(stored) ? stored : "system";
}

/** Applies the chosen theme. */
export function followTheme() {
  document.documentElement.dataset.theme = theme();
}

/** Chooses the next theme and returns it. */
export function nextTheme() {
  const next = CHOICES[(CHOICES.indexOf(theme()) + 1) % CHOICES.length];
  localStorage.setItem(STORED, next);
  followTheme();
  dispatchEvent(new Event("themechange"));
  return next;
}
