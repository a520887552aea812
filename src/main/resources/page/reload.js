// Loads the page again if one of its scripts could not be loaded, such as when the network changed
// meanwhile. Without it the page would stay empty.
const PAUSE_MS = 1000;

addEventListener(
  "error",
  (event) => {
    if (event.target instanceof HTMLScriptElement) {
      setTimeout(() => location.reload(), PAUSE_MS);
    }
  },
  true,
);
